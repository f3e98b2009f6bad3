export type ExportFormat = 'onnx' | 'tfjs'

/** What the export is doing, for progress. */
export type ExportStage = 'opening' | 'building' | 'writing' | 'checking'

export interface ExportOptions {
  readonly format: ExportFormat
  /** Folder to write; it must not exist, or be empty. */
  readonly out: string
  /** The model takes bytes 0..255 and scales and inverts them itself. @default false: it takes float32 0..1 */
  readonly foldPreprocessing?: boolean
  /** Which checkpoint. @default 'best', or 'last' where there is no best yet */
  readonly which?: 'best' | 'last'
  /** Where features are kept. @default the user's cache folder */
  readonly cacheDir?: string
  readonly onStage?: (stage: ExportStage) => void
}

/** How far what was written is from the run, measured in a fresh process. */
export interface Differences {
  /** Largest difference of any number of the codes, relative to the largest number. */
  readonly codes: number
  /** Largest difference of the distance of two pictures, relative to 1 or the largest distance. */
  readonly distances: number
}

export interface ExportedFile {
  /** Path in the folder, with forward slashes. */
  readonly name: string
  readonly bytes: number
}

export interface ExportResult {
  readonly format: ExportFormat
  /** Absolute path of the folder. */
  readonly out: string
  readonly files: readonly ExportedFile[]
  /** The larger one of `differences`. */
  readonly largestDifference: number
  readonly differences: Differences
  /** Pictures they were measured on. */
  readonly pictures: number
  /** Numbers in a code. */
  readonly codes: number
}
