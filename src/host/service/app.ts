/** The app itself: what this host can do, its devices, settings, recent folders, samples. */
import { availableParallelism, totalmem } from 'node:os'
import path from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import type { Device } from '../../shared/contract/app.ts'
import { os } from './procedures.ts'
import { listSamples } from './samples.ts'
import type { Services } from './services.ts'

export function appProcedures({ options, cacheDir, lanes, memory }: Services) {
  const { capabilities, runsDir } = options
  /** Measuring twice at once would measure wrongly. */
  let measuring: Promise<Device[]> | undefined

  async function measure(fresh: boolean): Promise<Device[]> {
    const { devices, chosen } = await lanes.background.call('devices', { fresh, cacheDir })
    return devices.map(({ name, available, reason = null, version = null, stepMs = null }) => {
      return { name, available, reason, version, stepMs, chosen: name === chosen }
    })
  }

  return {
    info: os.app.info.handler(() => ({
      version: manifest.version,
      platform: process.platform,
      picker: capabilities.picker,
      canReveal: capabilities.reveal !== undefined,
      runsDir: path.resolve(runsDir),
      cores: availableParallelism(),
      memoryBytes: totalmem(),
    })),
    devices: os.app.devices.handler(({ input }) => {
      measuring ??= measure(input.fresh).finally(() => (measuring = undefined))
      return measuring
    }),
    settings: os.app.settings.handler(() => memory.settings()),
    changeSettings: os.app.changeSettings.handler(({ input }) => memory.changeSettings(input)),
    recent: os.app.recent.handler(() => memory.recent()),
    forgetRecent: os.app.forgetRecent.handler(({ input }) => memory.forget(input.path)),
    samples: os.app.samples.handler(() => listSamples()),
  }
}
