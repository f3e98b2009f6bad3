/** Builds @tensorflow/tfjs-node's native part against TensorFlow's libraries. */
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { ADDON_FILE } from '../../src/core/engine/eager/tensorflow-files.ts'
import { run } from './run.ts'
import { Failed, Missing } from './trouble.ts'
import { PACKAGES } from './wheel.ts'

const FROM_BUILD = `<(module_root_dir)/../${PACKAGES}/tensorflow`
/** Where the libraries are, seen from the finished addon: the set-up may be moved as a whole. */
const FROM_ADDON = `../${PACKAGES}/tensorflow`

/** The package's own binding.gyp expects another layout, and a library of another name. */
const GYP = {
  targets: [
    {
      target_name: 'tfjs_binding',
      sources: ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
      defines: ['NAPI_VERSION=8'],
      include_dirs: [`${FROM_BUILD}/include`],
      conditions: [
        [
          'OS=="linux"',
          {
            libraries: [
              '-l:libtensorflow_cc.so.2',
              '-l:libtensorflow_framework.so.2',
              `-Wl,-rpath,'$$ORIGIN/${FROM_ADDON}'`,
            ],
            library_dirs: [FROM_BUILD],
          },
        ],
        [
          'OS=="mac"',
          {
            libraries: [
              `${FROM_BUILD}/libtensorflow_cc.2.dylib`,
              `${FROM_BUILD}/libtensorflow_framework.2.dylib`,
              `-Wl,-rpath,@loader_path/${FROM_ADDON}`,
            ],
          },
        ],
      ],
    },
  ],
}

/** Folder of the package whose source is built. @throws Missing where it was left out of the installation */
export function sourceFolder(resolve: (id: string) => string = createRequire(import.meta.url).resolve): string {
  try {
    return dirname(resolve('@tensorflow/tfjs-node/package.json'))
  } catch {
    throw new Missing(
      'The optional package @tensorflow/tfjs-node is not installed.',
      'Run `npm ci` (without `--omit=optional`), then the set-up again.',
    )
  }
}

export interface BuildOptions {
  readonly source: string
  readonly python: string
  readonly nodeGyp: string
  readonly headers: string
  readonly signal?: AbortSignal | undefined
}

/** Makes `lib/tfjs_binding.node` in a folder `fetchWheel` filled. @throws Failed with the end of the compiler's words */
export async function buildAddon(folder: string, options: BuildOptions): Promise<void> {
  const { source, python, nodeGyp, headers, signal } = options
  const place = join(folder, 'build')
  await mkdir(place, { recursive: true })
  await cp(join(source, 'binding'), join(place, 'binding'), { recursive: true })
  await writeFile(join(place, 'binding.gyp'), JSON.stringify(GYP, null, 2))
  const args = [nodeGyp, 'rebuild', `--nodedir=${headers}`, `--python=${python}`, '--jobs=max']
  const { status, stdout, stderr } = await run(process.execPath, args, { cwd: place, signal })
  if (status !== 0) {
    const words = `${stdout}\n${stderr}`.trim().split('\n')
    const errors = words.filter((line) => /error|fatal/i.test(line) && !line.startsWith('gyp info'))
    throw new Failed(
      `The link between Node.js and TensorFlow could not be built:\n${(errors.length > 0 ? errors : words).slice(-8).join('\n')}`,
      'If the compiler is older than GCC 9 or Clang 10, install a newer one; otherwise report it.',
    )
  }
  await mkdir(join(folder, 'lib'), { recursive: true })
  await rename(join(place, 'build', 'Release', ADDON_FILE), join(folder, 'lib', ADDON_FILE))
  await rm(place, { recursive: true, force: true })
  await rm(join(folder, PACKAGES, 'tensorflow', 'include'), { recursive: true, force: true })
}
