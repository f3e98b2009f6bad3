import type { DatasetProblem } from '../../../shared/dataset.ts'

/** One file of a data set, wherever it lies. */
export interface SourceFile {
  /** Relative to the folder or zip, with forward slashes. */
  readonly path: string
  /** Bytes, unpacked. */
  readonly size: number
  /** Differs once the file has changed, as far as that shows without reading it; undefined where it cannot be trusted. */
  readonly stamp: string | undefined
}

export interface SourceListing {
  readonly files: readonly SourceFile[]
  /** Every folder, empty ones included. */
  readonly folders: readonly string[]
  /** What was seen but is not listed: links that lead nowhere, folders that may not be opened. */
  readonly problems: readonly DatasetProblem[]
}

/** A folder or a zip, seen alike. */
export interface PictureSource {
  readonly kind: 'folder' | 'zip'
  list(signal?: AbortSignal): Promise<SourceListing>
  /** The file's bytes. @throws PictureError, or the system's error */
  read(path: string): Promise<Buffer>
  /** The file's first bytes. */
  readStart(path: string, length: number): Promise<Buffer>
  close(): void
}

/** Names that file managers and archivers leave behind: passed over in silence. */
export function isIgnoredName(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || /^(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r)$/i.test(name)
}

/** A name as it may be shown: control and direction-changing characters could otherwise rewrite the person's terminal. */
export function shownName(name: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to take out
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd').normalize('NFC')
}

/** Plain order of code units: the same on every computer, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
