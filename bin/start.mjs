#!/usr/bin/env node
// `npm start`: builds the app where its source is newer, then opens the window, or serves the page where there can be none.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { register } from 'tsx/esm/api'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ELECTRON = path.join(ROOT, 'node_modules/electron')
const USAGE = `Usage: npm start -- [--browser] [--port N]

  --browser  serve the page to a browser even where a window could open
  --port N   the port to serve it on (1-65535; any free one by default)`

/** How long the one-time download of the window's runtime may take before the page is served instead. */
const DOWNLOAD_LIMIT_MS = 5 * 60_000
/** How long its host may take to answer at all. */
const REACH_LIMIT_MS = 4_000

/** @param {string} message @returns {never} */
function wrongUse(message) {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { browser: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    const port = Number(values.port ?? 0)
    if (values.port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
      return wrongUse(`--port must be a whole number from 1 to 65535, not "${values.port}".`)
    }
    return { browser: values.browser === true || values.port !== undefined, port }
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error))
  }
}

/** The window's runtime, where it is on this machine. */
function electronBinary() {
  try {
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(ELECTRON, 'dist')
    const binary = path.join(folder, readFileSync(path.join(ELECTRON, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function canShowWindow() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Electron comes without its binary and fetches it on first use. A machine off the network must not wait for that. */
async function downloadElectron() {
  const host = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'
  try {
    await fetch(host, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_LIMIT_MS) })
  } catch {
    return
  }
  console.log("Downloading the window's runtime, once (about 120 MB)…")
  spawnSync(process.execPath, [path.join(ELECTRON, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
}

/** @param {string} binary */
function openWindow(binary) {
  const child = spawn(binary, [ROOT], { stdio: 'inherit' })
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  child.on('error', (error) => {
    console.error(`The window could not open: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** Serves the app to a browser until Ctrl+C. @param {number} port */
async function serveApp(port) {
  const { runServer } = await import('../src/server/run-server.ts')
  await runServer(port === 0 ? {} : { port }, { out: console.log, err: console.error, json: false })
  process.exit(0)
}

async function main() {
  const { browser, port } = readArguments()
  // From here on TypeScript is translated in memory.
  register()
  const windowWanted = !browser && canShowWindow()
  if (windowWanted && !electronBinary()) await downloadElectron()
  const binary = windowWanted ? electronBinary() : undefined
  if (!binary) return serveApp(port)
  const { ensureBuilt } = await import('../src/server/built-page.ts')
  await ensureBuilt(console.log)
  openWindow(binary)
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  if (error?.next) console.error(error.next)
  process.exit(1)
})
