/**
 * Where TensorFlow's native part lies: a folder `npm run setup:tensorflow` made (outside node_modules, so that a fresh
 * install does not lose it), or inside @tensorflow/tfjs-node, where that package's own set-up puts it. Loads nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { programCachePath } from '../../program-files.ts'

// Not called `require`: the bundler may put one of its own into the same file.
const nodeRequire = createRequire(import.meta.url)

/** Both have the same JavaScript; the first one's own native part is for graphics cards. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const
export type TensorflowPackage = (typeof PACKAGES)[number]

export const ADDON_FILE = 'tfjs_binding.node'
/** Written last: a set-up without it is not whole. */
export const SETUP_FILE = 'installed.json'
/** Folder under the program's `.cache` with one folder for each set-up. */
export const SETUP_FOLDER = 'tensorflow'
/** Begins the name of one that is being made, or was when something stopped it. */
export const UNFINISHED = 'unfinished-'

/** What a set-up says of itself. */
export const setupSchema = z.object({
  format: z.literal(1),
  /** Version of TensorFlow. */
  tensorflow: z.string(),
  cuda: z.boolean(),
  platform: z.string(),
  arch: z.string(),
})
export type Setup = z.infer<typeof setupSchema>

export interface TensorflowAddon {
  /** Whose JavaScript is loaded. */
  readonly package: TensorflowPackage
  readonly version: string
  /** The native part. */
  readonly file: string
  /** Whether it can compute on NVIDIA graphics cards. */
  readonly cuda: boolean
}

export interface TensorflowPlaces {
  /** File of a package; throws where there is none. @default Node's own search */
  readonly resolve?: (id: string) => string
  /** Folders of set-ups. @default the one `ONESHOT_TENSORFLOW` names (empty: none), or those in the program's `.cache` */
  readonly setups?: readonly string[]
}

/** The set-up in a folder, if it is whole and made for this computer. */
export function readSetup(folder: string): Setup | undefined {
  try {
    const setup = setupSchema.parse(JSON.parse(readFileSync(join(folder, SETUP_FILE), 'utf8')))
    const fits = setup.platform === process.platform && setup.arch === process.arch
    return fits && existsSync(join(folder, 'lib', ADDON_FILE)) ? setup : undefined
  } catch {
    return undefined
  }
}

function foldersIn(folder: string | undefined): string[] {
  if (folder === undefined || !existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
}

function setupsHere(env: NodeJS.ProcessEnv = process.env): string[] {
  const named = env['ONESHOT_TENSORFLOW']
  if (named === '') return []
  return named === undefined ? foldersIn(programCachePath(SETUP_FOLDER)) : [named]
}

const isUnfinished = (folder: string) => basename(folder).startsWith(UNFINISHED)

/** Versions of the packages whose JavaScript is there. */
function packagesHere(resolve: (id: string) => string) {
  return PACKAGES.flatMap((name) => {
    try {
      const manifest = resolve(`${name}/package.json`)
      const { version } = nodeRequire(manifest) as { version: string }
      return [{ name, version, folder: dirname(manifest) }]
    } catch {
      return []
    }
  })
}

/** The native part to load: a set-up of ours before a package's own, one for graphics cards before one without. */
export function findTensorflow(places: TensorflowPlaces = {}): TensorflowAddon | undefined {
  const { resolve = nodeRequire.resolve, setups = setupsHere() } = places
  const packages = packagesHere(resolve)
  const js = packages.at(-1)
  if (!js) return undefined
  const ours = setups
    // Its own maker loads it, by name.
    .filter((folder) => !isUnfinished(folder) || folder === process.env['ONESHOT_TENSORFLOW'])
    .flatMap((folder) => {
      const setup = readSetup(folder)
      return setup ? [{ cuda: setup.cuda, file: join(folder, 'lib', ADDON_FILE) }] : []
    })
    .sort((a, b) => Number(b.cuda) - Number(a.cuda))[0]
  if (ours) return { package: js.name, version: js.version, ...ours }

  for (const { name, version, folder } of packages) {
    for (const build of foldersIn(join(folder, 'lib')).filter((each) => /napi-v\d+$/.test(each))) {
      const file = join(build, ADDON_FILE)
      if (existsSync(file)) return { package: name, version, file, cuda: name === PACKAGES[0] }
    }
  }
  return undefined
}

/** Whether a set-up was begun and is not whole: it is under way, was interrupted, or files of it were lost. */
export function hasBrokenSetup(setups: readonly string[] = setupsHere()): boolean {
  return setups.some((folder) => isUnfinished(folder) || readSetup(folder) === undefined)
}
