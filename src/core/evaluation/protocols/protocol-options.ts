import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { ClassPart } from '../../../shared/split.ts'

/** Which trials are drawn, and from what. */
export interface ProtocolOptions {
  readonly dataset: DatasetInfo
  /** Class indices that may be used: the validation or test classes. */
  readonly classes: readonly number[]
  /** Which part of a run's split they are, where they are one: said where they are too few. */
  readonly part?: ClassPart
  /** Classes in a trial, at least 2. */
  readonly way: number
  /** Supports for each class, at least 1. */
  readonly shot: number
  readonly trials: number
  readonly seed: number
  /** All classes of a trial from one group; groups too small for the way are left out. */
  readonly withinGroup: boolean
  /** The query by a different drawer than every support. */
  readonly acrossDrawer: boolean
  /** The classes are there four times, turned: see `turnedDataset`. */
  readonly turned?: boolean
  /** @default a description of the other options */
  readonly name?: string
}
