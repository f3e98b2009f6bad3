/** The built page, made where it is missing or older than its source. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../shared/errors.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a build makes, by the files that show it was made. */
const BUILT = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']
const SOURCES = ['src', 'package.json', 'electron.vite.config.ts']

/** Folder of the built page. */
export const PAGE = path.join(ROOT, 'out/renderer')

/** The time of the newest file at or under `target`, but for tests and for what the build itself leaves in `node_modules`. */
function newest(target: string): number {
  const stats = statSync(target)
  if (!stats.isDirectory()) return /\.test\.ts$/.test(target) ? 0 : stats.mtimeMs
  const names = readdirSync(target).filter((name) => name !== 'node_modules')
  return names.reduce((latest, name) => Math.max(latest, newest(path.join(target, name))), 0)
}

/** Whether a build is there and no source is newer. */
export function isBuilt(root = ROOT): boolean {
  const built = BUILT.map((file) => path.join(root, file))
  if (!built.every((file) => existsSync(file))) return false
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  return oldest >= Math.max(...SOURCES.map((name) => newest(path.join(root, name))))
}

/** Builds where needed. @param say told that it takes a moment @throws UserError `build` when it fails */
export async function ensureBuilt(say: (line: string) => void): Promise<void> {
  if (isBuilt()) return
  say('Building the app, which takes a few seconds…')
  const builder = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code === 0) return
  throw new UserError('build', `The app could not be built: ${output.trim().slice(-2000)}`, {
    next: 'Run `npm ci` again; if that does not help, report it with this text.',
  })
}
