/** What the host remembers between sessions: settings and recent folders. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { recentSchema, settingsSchema } from '../../shared/contract/app.ts'
import type { AppSettings, RecentFolder } from '../../shared/contract/app.ts'
import { StateFile } from './state-file.ts'
import type { Remembered } from './types.ts'

const MOST_RECENT = 12

const STANDARD: AppSettings = { language: null, theme: 'system', sideBarCollapsed: false }

const keptSchema = z.array(recentSchema.omit({ exists: true }))
type Kept = z.infer<typeof keptSchema>[number]

export type Opened = Pick<RecentFolder, 'path' | 'classes' | 'pictures'>

export class Memory {
  private readonly settingsFile: StateFile<AppSettings>
  private readonly recentFile: StateFile<Kept[]>
  private readonly onChange: (remembered: Remembered) => void

  constructor(stateDir: string, onChange: (remembered: Remembered) => void) {
    this.settingsFile = new StateFile(path.join(stateDir, 'settings.json'), settingsSchema, STANDARD)
    this.recentFile = new StateFile(path.join(stateDir, 'recent.json'), keptSchema, [])
    this.onChange = onChange
  }

  settings(): Promise<AppSettings> {
    return this.settingsFile.read()
  }

  async changeSettings(change: Partial<AppSettings>): Promise<AppSettings> {
    const settings = { ...(await this.settings()), ...change }
    await this.settingsFile.write(settings)
    await this.announce()
    return settings
  }

  /** Newest first. */
  async recent(): Promise<RecentFolder[]> {
    const kept = await this.recentFile.read()
    return Promise.all(
      kept.map(async (each) => ({
        ...each,
        exists: await stat(each.path).then(
          () => true,
          () => false,
        ),
      })),
    )
  }

  /** Puts a data set first. That it cannot be written down must not keep anyone from opening it. */
  async opened({ path: folder, classes, pictures }: Opened): Promise<void> {
    const entry = { path: folder, name: path.basename(folder), opened: new Date().toISOString(), classes, pictures }
    const others = (await this.recentFile.read()).filter((each) => each.path !== folder)
    await this.recentFile.write([entry, ...others].slice(0, MOST_RECENT)).catch(() => undefined)
    await this.announce()
  }

  async forget(folder: string): Promise<RecentFolder[]> {
    const kept = await this.recentFile.read()
    await this.recentFile.write(kept.filter((each) => each.path !== folder))
    await this.announce()
    return this.recent()
  }

  async announce(): Promise<void> {
    this.onChange({ settings: await this.settings(), recent: await this.recent() })
  }
}
