/** Setting TensorFlow up, from looking at the computer to a set-up that was seen to train. */
import { mkdir } from 'node:fs/promises'
import { probeInChild, type ProbeResult } from '../../src/core/engine/devices/spawn.ts'
import type { Setup } from '../../src/core/engine/eager/tensorflow-files.ts'
import { buildAddon, sourceFolder } from './build.ts'
import { downloadOwn, removeOwn } from './own-download.ts'
import { planSetup, TENSORFLOW } from './plan.ts'
import {
  checkCompiler,
  checkDriver,
  checkSpace,
  findHeaders,
  findNodeGyp,
  findPython,
  nvidiaDriver,
} from './requirements.ts'
import { addSetup, clearUnfinished, findSetup, writeSetup } from './setups.ts'
import { Failed, Missing } from './trouble.ts'
import { fetchWheel } from './wheel.ts'

export interface SetUpOptions {
  /** Folder of the set-ups. */
  readonly root: string
  readonly cuda: boolean
  /** Makes it anew, also where it is there and works. */
  readonly again: boolean
  readonly say: (line: string) => void
  readonly signal?: AbortSignal | undefined
  /** @default in a child process */
  readonly tryOut?: (setup: string | undefined) => Promise<ProbeResult>
}

/** @param setup its folder; undefined takes what the program would find */
const tryInChild = (setup: string | undefined) =>
  probeInChild('tensorflow', setup === undefined ? {} : { env: { ONESHOT_TENSORFLOW: setup } })

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`

async function step<T>(say: SetUpOptions['say'], what: string, work: () => Promise<T>): Promise<T> {
  say(what)
  const begin = performance.now()
  const result = await work()
  say(`  done in ${inSeconds(performance.now() - begin)}`)
  return result
}

/**
 * A training step, compared with ONNX Runtime's: the set-up is worth nothing else. @returns what computed
 * @throws Failed where it does not start or computes wrong numbers; Missing where its graphics card is not found
 */
async function trains(setup: string | undefined, options: SetUpOptions): Promise<string> {
  const result = await (options.tryOut ?? tryInChild)(setup)
  if (!result.ok)
    throw new Failed(`TensorFlow does not train here: ${result.reason}`, 'If a newer set-up does not help, report it.')
  if (options.cuda && result.version.includes('finds no graphics card'))
    throw new Missing(
      'TensorFlow was built, but finds no graphics card it can use.',
      'Look at what `nvidia-smi` says; without --cuda, TensorFlow computes on the processor.',
    )
  return `${result.version}: ${result.stepMs.toFixed(1)} ms for a test step`
}

/** @returns what to tell the person. @throws Missing, Failed, AbortError; nothing half-made stays behind. */
export async function setUp(options: SetUpOptions): Promise<string> {
  const { root, cuda, again, say, signal } = options
  const { platform, arch } = process
  const plan = planSetup(platform, arch, cuda)
  if (plan.way === 'none') throw new Missing(plan.reason, plan.next)
  if (plan.way === 'own-download') {
    say(plan.note)
    await step(say, `Letting ${plan.package} fetch its library`, () => downloadOwn(plan.package, signal))
    try {
      return await trains(undefined, options)
    } catch (error) {
      await removeOwn(plan.package)
      throw error
    }
  }

  await mkdir(root, { recursive: true })
  const left = await clearUnfinished(root)
  if (left > 0) say('An earlier set-up was interrupted: what it left is removed.')
  const setup: Setup = { format: 1, tensorflow: TENSORFLOW, cuda, platform, arch }
  const before = again ? undefined : findSetup(root, setup)
  if (before !== undefined) {
    say('TensorFlow is set up already: trying it.')
    try {
      return await trains(before, options)
    } catch (error) {
      if (error instanceof Missing) throw error
      say(`${(error as Error).message}: it is made anew.`)
    }
  }

  // Everything that may be missing is looked for before hundreds of megabytes are fetched.
  const source = sourceFolder()
  const python = await findPython()
  await checkCompiler()
  const build = { source, python, nodeGyp: findNodeGyp(), headers: findHeaders(), signal }
  if (cuda) checkDriver(await nvidiaDriver())
  await checkSpace(root, plan.space)

  const { requirement } = plan
  const folder = await addSetup(root, setup, async (folder) => {
    const size = cuda ? 'about 3 GB' : 'about 280 MB'
    await step(say, `Fetching ${requirement} (${size})`, () =>
      fetchWheel(folder, { python, requirement, cuda, signal }),
    )
    await step(say, 'Building the link between Node.js and TensorFlow', () => buildAddon(folder, build))
    await writeSetup(folder, setup)
    await step(say, 'Training with it', async () => say(`  ${await trains(folder, options)}`))
  })
  return `TensorFlow is set up in ${folder}: \`--device tensorflow\` uses it.`
}
