/** Which classes of a run's split the trials of a protocol show. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Protocol, Trial } from '../../shared/evaluation.ts'
import type { ClassPart } from '../../shared/split.ts'

/** Trials that show at least one picture of a class of each part. */
export type PartCounts = Readonly<Record<ClassPart, number>>

/** Counts, turned pictures as those they are made of, for each part of the split, the trials that show one of its classes as query or support. */
export function countParts(protocol: Pick<Protocol, 'trials'>, dataset: DatasetInfo, split: ClassSplit): PartCounts {
  const parts = new Map<number, ClassPart>()
  for (const [part, classes] of [
    ['test', split.test],
    ['validation', split.validation],
    ['training', split.train],
  ] as const) {
    for (const index of classes) parts.set(index, part)
  }
  const counts = { test: 0, validation: 0, training: 0 }
  for (const trial of protocol.trials) for (const part of partsOf(trial, dataset, parts)) counts[part] += 1
  return counts
}

function partsOf({ query, supports }: Trial, dataset: DatasetInfo, parts: ReadonlyMap<number, ClassPart>) {
  const found = new Set<ClassPart>()
  for (const picture of [query, ...supports.flat()]) {
    const part = parts.get(dataset.pictures[picture % dataset.pictures.length]!.classIndex)
    if (part !== undefined) found.add(part)
  }
  return found
}
