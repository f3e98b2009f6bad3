/** The parts of a data set's split. */
export const SPLIT_PARTS = ['train', 'validation', 'test'] as const
export type SplitPart = (typeof SPLIT_PARTS)[number]

/** The parts as a person chooses among them for trials. */
export const CLASS_PARTS = ['test', 'validation', 'training'] as const
export type ClassPart = (typeof CLASS_PARTS)[number]

/** The part that each of so many classes is in; undefined for a class in none. */
export function partsOfClasses(
  count: number,
  split: Readonly<Record<SplitPart, readonly number[]>>,
): (SplitPart | undefined)[] {
  const parts = new Array<SplitPart | undefined>(count).fill(undefined)
  for (const part of SPLIT_PARTS) for (const index of split[part]) parts[index] = part
  return parts
}
