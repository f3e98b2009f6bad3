/** What this computer can compute on, how quick each is, and which to take. */
import { UserError } from '../../shared/errors.ts'
import { cacheFolder } from '../dataset/cache-folder.ts'
import { DEVICE_NAMES, type DeviceName } from '../../shared/device-names.ts'
import { keepDevices, readDevices } from './devices/cache.ts'
import type { DeviceInfo } from './devices/info.ts'
import { probeInChild, type ProbeResult } from './devices/spawn.ts'
import { CANDIDATES, lookAround, ruledOut, type Candidate, type Surroundings } from './devices/surroundings.ts'

export interface DeviceOptions {
  /** Where measurements are kept. @default the user's cache folder */
  readonly cacheDir?: string
  /** @default what can be seen of this computer */
  readonly around?: Surroundings
  /** @default in a child process */
  readonly probe?: (device: Candidate) => Promise<ProbeResult>
}

interface Resolved {
  readonly cacheDir: string
  readonly around: Surroundings
  readonly probe: (device: Candidate) => Promise<ProbeResult>
}

const resolved = ({ cacheDir, around, probe }: DeviceOptions): Resolved => ({
  cacheDir: cacheDir ?? cacheFolder(),
  around: around ?? lookAround(),
  probe: probe ?? probeInChild,
})

/**
 * Tries every device that may be there, one after the other so that they do not slow each other down. A driver that
 * crashes or hangs makes its device unavailable and harms nothing else.
 */
export async function listDevices(options: DeviceOptions = {}): Promise<DeviceInfo[]> {
  const { cacheDir, around, probe } = resolved(options)
  const devices: DeviceInfo[] = []
  let lasting = true
  for (const name of CANDIDATES) {
    const reason = ruledOut(name, around)
    if (reason !== undefined) {
      devices.push({ name, available: false, reason })
      continue
    }
    const result = await probe(name)
    lasting &&= result.lasting
    devices.push(
      result.ok
        ? { name, available: true, version: result.version, stepMs: result.stepMs }
        : { name, available: false, reason: result.reason },
    )
  }
  if (lasting) await keepDevices(cacheDir, around, devices)
  return devices
}

/** What is remembered of the devices, or else a new try of all of them. */
export async function knownDevices(fresh: boolean, options: DeviceOptions = {}): Promise<readonly DeviceInfo[]> {
  const all = resolved(options)
  return (fresh ? undefined : await readDevices(all.cacheDir, all.around)) ?? (await listDevices(all))
}

type Working = DeviceInfo & { readonly stepMs: number }

/** A tenth is what one measured step may be off: the processor, which cannot fail, is left for more only. */
const CLEARLY = 0.9

function byStep(devices: readonly DeviceInfo[]): Working[] {
  const cost = ({ name, stepMs }: Working) => (name === 'cpu' ? CLEARLY * stepMs : stepMs)
  return devices
    .filter((device): device is Working => device.available && device.stepMs !== undefined)
    .sort((a, b) => cost(a) - cost(b))
}

/** The one to take; undefined where none could be measured. */
export function quickest(devices: readonly DeviceInfo[]): DeviceInfo | undefined {
  return byStep(devices)[0]
}

export interface ChoiceOptions extends DeviceOptions {
  /** What `listDevices` found, where it is at hand: nothing is tried then. */
  readonly known?: readonly DeviceInfo[]
}

export interface DeviceChoice {
  readonly device: DeviceName
  /** Half a sentence for the person. */
  readonly why: string
}

const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`

/**
 * The device of this name, or the quickest there is (`auto`): tried once and remembered until a version changes.
 * @throws UserError `engine/no-such-device` for a name that is unknown or a device that cannot be here
 */
export async function chooseDevice(asked: string, options: ChoiceOptions = {}): Promise<DeviceChoice> {
  const { cacheDir, around, probe } = resolved(options)
  if (asked !== 'auto') return { device: named(asked, around), why: 'as asked' }

  const possible = CANDIDATES.filter((name) => ruledOut(name, around) === undefined)
  if (possible.length === 1) return { device: 'cpu', why: `nothing else is here: ${ruledOut('webgpu', around)?.text}` }

  const known = options.known ?? (await knownDevices(false, { cacheDir, around, probe }))
  const working = byStep(known)
  const [best, second] = working
  if (!best) return { device: 'cpu', why: 'no device could be measured' }
  if (!second) {
    const failed = known.find(({ name, reason }) => possible.includes(name) && reason !== undefined)
    return { device: best.name, why: `nothing else works here: ${failed?.name}: ${failed?.reason?.text}` }
  }
  const times = `${milliseconds(best.stepMs)} for a test step, ${second.name} ${milliseconds(second.stepMs)}`
  const than = best.stepMs <= second.stepMs ? `the quickest of ${working.length}` : 'no other is clearly quicker'
  return { device: best.name, why: `${than}: ${times}` }
}

function named(asked: string, around: Surroundings): DeviceName {
  const next = 'Run `oneshot devices` to see the devices of this machine.'
  const name = DEVICE_NAMES.find((known) => known === asked)
  if (!name)
    throw new UserError('engine/no-such-device', `There is no device called '${asked}'.`, { subject: asked, next })
  const reason = name === 'reference' ? undefined : ruledOut(name, around)
  if (reason !== undefined)
    throw new UserError('engine/no-such-device', `The device '${name}' cannot be used: ${reason.text}.`, {
      subject: name,
      variant: 'unusable',
      next,
    })
  return name
}
