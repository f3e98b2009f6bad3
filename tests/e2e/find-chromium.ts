import { existsSync } from 'node:fs'

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The system's Chromium, or undefined where there is none. `CHROMIUM_PATH` names another. */
export const chromiumPath = CANDIDATES.find((candidate) => candidate !== undefined && existsSync(candidate))

/** Chromium refuses its sandbox to root, which is who containers run as. */
export const chromiumSandbox = process.getuid?.() !== 0
