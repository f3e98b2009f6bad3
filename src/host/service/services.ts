/** What the features of the host share. */
import type { LibraryProcess } from '../library-process.ts'
import type { PathAccess } from './access.ts'
import type { Devices } from './devices.ts'
import type { OpenDatasets } from './open-datasets.ts'
import type { Pictures } from './pictures/pictures.ts'
import type { Memory } from './remembered.ts'
import type { HostOptions } from './types.ts'

export interface Services {
  readonly options: HostOptions
  /** Where decoded pictures, features and thumbnails are kept. */
  readonly cacheDir: string
  /** Library processes side by side, so that thumbnails never wait for an evaluation, nor an evaluation for a map. */
  readonly lanes: {
    /** Scans, thumbnails, sample pairs. */
    readonly pictures: LibraryProcess
    /** Estimates, evaluations, exports: all that runs a network on many pictures. */
    readonly compute: LibraryProcess
    /** What the page can do without for a while: the timing of devices, maps. It may keep no codes: two processes must not write one cache file. */
    readonly background: LibraryProcess
  }
  readonly devices: Devices
  readonly access: PathAccess
  readonly datasets: OpenDatasets
  readonly pictures: Pictures
  readonly memory: Memory
}
