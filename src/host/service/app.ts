/** The app itself: what this host can do, its devices, settings, recent folders, samples. */
import { availableParallelism, totalmem } from 'node:os'
import path from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { os } from './procedures.ts'
import { listSamples } from './samples.ts'
import type { Services } from './services.ts'

export function appProcedures({ options, devices, memory }: Services) {
  const { capabilities, runsDir } = options
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
    devices: os.app.devices.handler(({ input }) => devices.list(input.fresh)),
    settings: os.app.settings.handler(() => memory.settings()),
    changeSettings: os.app.changeSettings.handler(({ input }) => memory.changeSettings(input)),
    recent: os.app.recent.handler(() => memory.recent()),
    forgetRecent: os.app.forgetRecent.handler(({ input }) => memory.forget(input.path)),
    samples: os.app.samples.handler(() => listSamples()),
  }
}
