/** What a host is to those who carry it: the window's main process and the server. */
import type { Router } from '@orpc/server'
import type { AppSettings, RecentFolder } from '../../shared/contract/app.ts'
import type { ActiveTraining } from '../../shared/contract/training.ts'
import type { Contract } from '../../shared/contract/index.ts'

/** What only the carrier can do. */
export interface HostCapabilities {
  /** How the page chooses folders. */
  readonly picker: 'native' | 'browse'
  /** The system's dialog; absent where `picker` is `browse`. Null when the person changed their mind. */
  readonly pick?: (what: 'dataset' | 'zip' | 'folder') => Promise<string | null>
  /** Shows a folder in the system's file manager. */
  readonly reveal?: (path: string) => Promise<void>
  /** Folders the page may read from and write to, besides the runs and the samples. @default no limit */
  readonly roots?: readonly string[]
}

export interface HostOptions {
  /** Folder of the runs; made when the first run is. */
  readonly runsDir: string
  /** Folder of settings and recent folders. */
  readonly stateDir: string
  /** Where decoded pictures, features and thumbnails are kept. @default the user's cache folder */
  readonly cacheDir?: string
  /** Node binary of the compute processes. @default the one that runs this process */
  readonly nodePath?: string
  readonly capabilities: HostCapabilities
  /** Called with what is remembered between sessions: once when it has been read, and whenever it changes. */
  readonly onRemembered?: (remembered: Remembered) => void
}

/** What the carrier's own menus and colours follow. */
export interface Remembered {
  readonly settings: AppSettings
  readonly recent: readonly RecentFolder[]
}

/** A picture, or why there is none, ready for any HTTP-like answer. */
export interface PictureAnswer {
  /** 200, 400 for a malformed URL, 404 for what there is not. */
  readonly status: 200 | 400 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface Host {
  /** Implements the contract; a transport serves it. */
  readonly router: Router<Contract, Record<never, never>>
  /** Answers `/picture/<source>/<index>?size=N`. */
  picture(url: URL): Promise<PictureAnswer>
  /** Trainings under way. */
  active(): readonly ActiveTraining[]
  /** Called when that list changes, at most once a second; returns its remover. */
  onActive(listener: (active: readonly ActiveTraining[]) => void): () => void
  /** Stops all trainings with a checkpoint and ends the compute processes. */
  close(): Promise<void>
}
