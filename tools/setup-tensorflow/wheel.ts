/** Takes TensorFlow's library and headers out of its Python package, by pip. Nothing of the Python in it is run. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requirementsOf, WHEEL_PYTHON } from './plan.ts'
import { run } from './run.ts'
import { Failed, troubleOfPip } from './trouble.ts'

/** Folder inside a set-up that holds the packages, as deep as their libraries expect to find each other. */
export const PACKAGES = 'site-packages'

export interface WheelOptions {
  readonly python: string
  readonly requirement: string
  readonly cuda: boolean
  readonly signal?: AbortSignal | undefined
}

async function pip(folder: string, requirements: readonly string[], { python, signal }: WheelOptions): Promise<void> {
  // pip unpacks into a temporary folder first: on the same disk, where the space was checked.
  const temporary = join(folder, 'tmp')
  await mkdir(temporary, { recursive: true })
  const shown = process.stdout.isTTY
  const args = ['-m', 'pip', 'install', '--target', join(folder, PACKAGES), '--no-deps', '--no-compile']
  const wheels = ['--only-binary=:all:', '--implementation', 'cp', '--python-version', WHEEL_PYTHON]
  const quiet = ['--disable-pip-version-check', '--no-input', '--no-warn-conflicts', ...(shown ? [] : ['--quiet'])]
  const options = { env: { TMPDIR: temporary, PIP_ROOT_USER_ACTION: 'ignore' }, signal, shown }
  const { status, stderr } = await run(python, [...args, ...wheels, ...quiet, ...requirements], options)
  await rm(temporary, { recursive: true, force: true })
  if (status !== 0) throw troubleOfPip(stderr, requirements.join(' '))
}

async function metadataOf(packages: string): Promise<string> {
  const info = (await readdir(packages)).find((name) => /^tensorflow.*\.dist-info$/.test(name))
  if (info === undefined) throw new Failed('The package of TensorFlow is not as expected: it has no METADATA.', NEXT)
  return readFile(join(packages, info, 'METADATA'), 'utf8')
}

const NEXT = 'Run `npm run setup:tensorflow` again; if that does not help, report it.'

/** Of TensorFlow only its libraries and headers are wanted, and the licences beside them. */
const WANTED = /^(libtensorflow_(cc|framework)\..*|include)$/

/**
 * Fills a folder with `site-packages/tensorflow` (libraries and `include`) and, with CUDA, `site-packages/nvidia`.
 * @throws Missing without network, space or a fitting package; Failed otherwise
 */
export async function fetchWheel(folder: string, options: WheelOptions): Promise<void> {
  const packages = join(folder, PACKAGES)
  await pip(folder, [options.requirement], options)
  if (options.cuda) {
    const needed = requirementsOf(await metadataOf(packages), 'and-cuda')
    if (needed.length === 0) throw new Failed("TensorFlow's package does not say which CUDA libraries it needs.", NEXT)
    await pip(folder, needed, options)
  }
  const tensorflow = join(packages, 'tensorflow')
  for (const name of await readdir(tensorflow))
    if (!WANTED.test(name)) await rm(join(tensorflow, name), { recursive: true, force: true })
  await rm(join(packages, 'bin'), { recursive: true, force: true })
}
