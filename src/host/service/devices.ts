/** The devices of this computer: measured once, then known to the page, the estimates and the trainings alike. */
import type { Device } from '../../shared/contract/app.ts'
import { UserError } from '../../shared/errors.ts'
import type { DeviceChoice } from '../../core/engine/index.ts'
import type { DevicesResult } from '../../worker/tasks/devices.ts'
import type { LibraryProcess } from '../library-process.ts'

export class Devices {
  private readonly lane: LibraryProcess
  private readonly cacheDir: string
  /** Measuring twice at once would measure wrongly. */
  private measured: Promise<DevicesResult> | undefined
  private isMeasuring = false

  constructor(lane: LibraryProcess, cacheDir: string) {
    this.lane = lane
    this.cacheDir = cacheDir
  }

  /** @param fresh measures again what is known, unless that is being done */
  async list(fresh: boolean): Promise<Device[]> {
    const { devices, chosen } = await this.known(fresh)
    return devices.map(({ name, available, reason = null, version = null, stepMs = null }) => {
      return { name, available, reason, version, stepMs, chosen: name === chosen }
    })
  }

  /** @param asked a name, or `auto` for the quickest @throws UserError `engine/no-such-device` */
  async choose(asked: string): Promise<DeviceChoice['device']> {
    // Who names one need not wait until all were tried.
    const known = asked === 'auto' ? (await this.known(false)).devices : []
    return (await this.steadily(() => this.lane.call('chooseDevice', { device: asked, known }))).device
  }

  private known(fresh: boolean): Promise<DevicesResult> {
    if (this.measured && (this.isMeasuring || !fresh)) return this.measured
    this.isMeasuring = true
    const { cacheDir } = this
    const measured = this.steadily(() => this.lane.call('devices', { fresh, cacheDir }))
    this.measured = measured
    measured.catch(() => (this.measured = undefined)).finally(() => (this.isMeasuring = false))
    return measured
  }

  /** The process may end for what another call did. */
  private async steadily<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      if (error instanceof UserError && error.code === 'library/process-died') return call()
      throw error
    }
  }
}
