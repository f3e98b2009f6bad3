/**
 * npm run setup:tensorflow [-- --cuda] [-- --again] [-- --remove]
 *
 * Exit codes: 0 done, 1 the set-up failed, 2 wrong use, 3 this computer lacks something (Python, a compiler, a driver,
 * the network, space), 130 stopped by Ctrl+C.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SETUP_FOLDER } from '../../src/core/engine/eager/tensorflow-files.ts'
import { removeSetups } from './setups.ts'
import { setUp } from './set-up.ts'
import { Failed, Missing } from './trouble.ts'

const HELP = `npm run setup:tensorflow             TensorFlow's native library for --device tensorflow
npm run setup:tensorflow -- --cuda   for NVIDIA graphics cards too (Linux; on Windows with CUDA 11.2)
npm run setup:tensorflow -- --again  makes it anew
npm run setup:tensorflow -- --remove takes it away

--folder FOLDER makes it elsewhere: for an app that was installed, name what it prints in ONESHOT_TENSORFLOW.

It is fetched by pip (Python 3.8 or newer, a C++ compiler and make are needed) into .cache/tensorflow.
PYTHON names another Python, HTTPS_PROXY a proxy; pip's own configuration is heeded.`

const HERE = join(import.meta.dirname, '..', '..', '.cache', SETUP_FOLDER)
const say = (line: string) => console.log(line)

const flag = { type: 'boolean', default: false } as const
const readFlags = () =>
  parseArgs({
    options: { cuda: flag, again: flag, remove: flag, help: flag, folder: { type: 'string', default: HERE } },
  }).values

async function main(signal: AbortSignal): Promise<number> {
  let flags: ReturnType<typeof readFlags>
  try {
    flags = readFlags()
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`)
    return 2
  }
  const { help, remove, folder, cuda, again } = flags
  const root = resolve(folder)
  if (help) say(HELP)
  else if (remove) say((await removeSetups(root)) ? 'TensorFlow is removed.' : 'TensorFlow is not set up here.')
  else say(await setUp({ root, cuda, again, say, signal }))
  return 0
}

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
process.once('SIGTERM', () => stop.abort())
try {
  process.exitCode = await main(stop.signal)
} catch (error) {
  if (stop.signal.aborted) {
    console.error('Stopped: nothing of it was kept.')
    process.exitCode = 130
  } else if (error instanceof Missing || error instanceof Failed) {
    console.error(`${error.message}\n${error.next}`)
    process.exitCode = error instanceof Missing ? 3 : 1
  } else throw error
}
