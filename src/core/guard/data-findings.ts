/** What is doubtful about a data set and its split. */
import type { ClassSplit, DatasetInfo } from '../../shared/dataset.ts'
import type { Finding } from '../../shared/finding.ts'
import { tornNames } from '../../shared/guard.ts'
import type { LookAlikeSet } from '../../shared/guard.ts'
import { partsOfClasses } from '../../shared/split.ts'
import type { SplitPart } from '../../shared/split.ts'

/** Sets or names told one by one in `subjects`. */
const MOST_TOLD = 10

const PART_NAMES: Readonly<Record<SplitPart, string>> = { train: 'training', validation: 'validation', test: 'test' }
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

interface Alike {
  readonly pictures: readonly number[]
  readonly acrossClasses: boolean
}

type Where = 'split' | 'classes' | 'class'

/** What is said of one kind of copies; the advice is the same for copies and look-alikes. */
interface Kind {
  readonly code: 'identical' | 'look-alike'
  readonly join: string
  readonly what: (count: number) => string
  readonly none: string
}

const IDENTICAL: Kind = {
  code: 'identical',
  join: ' = ',
  what: (count) => (count === 1 ? '1 picture stands' : `${count} pictures stand`),
  none: 'No file stands there twice.',
}
const LOOK_ALIKE: Kind = {
  code: 'look-alike',
  join: ' ~ ',
  what: (count) => (count === 1 ? '1 set of look-alikes stands' : `${count} sets of look-alikes stand`),
  none: 'No two different files look alike.',
}

const PLACES: Readonly<Record<Where, string>> = {
  split: 'in two parts of the split',
  classes: 'in two classes',
  class: 'more than once in one class',
}
const ADVICE: Readonly<Record<Where, string>> = {
  split:
    'What is tested was trained on, so the result will look better than it is: delete one of each, or put the classes into one part.',
  classes:
    'What looks the same in two classes teaches that it is both: look which class is right and delete the other, unless they do differ.',
  class: 'A query that meets its own picture among the supports is too easy: keep one of each where you can.',
}

function copies(
  dataset: DatasetInfo,
  sets: readonly Alike[],
  parts: readonly (SplitPart | undefined)[],
  kind: Kind,
): Finding[] {
  const found: Record<Where, Alike[]> = { split: [], classes: [], class: [] }
  for (const set of sets) {
    const across = new Set(set.pictures.map((index) => parts[dataset.pictures[index]?.classIndex ?? -1]))
    across.delete(undefined)
    found[across.size > 1 ? 'split' : set.acrossClasses ? 'classes' : 'class'].push(set)
  }
  const told = (['split', 'classes', 'class'] as const).flatMap((where): Finding[] => {
    const count = found[where].length
    if (count === 0) return []
    return [
      {
        code: `data/${kind.code}-${where}` as const,
        severity: where === 'class' ? 'note' : 'warning',
        subjects: found[where]
          .slice(0, MOST_TOLD)
          .map(({ pictures }) => pictures.map((index) => dataset.pictures[index]?.path ?? '').join(kind.join)),
        figures: { count },
        sentence: `${kind.what(count)} ${PLACES[where]}.`,
        advice: ADVICE[where],
      },
    ]
  })
  if (told.length > 0) return told
  return [
    {
      code: `data/no-${kind.code}` as const,
      severity: 'passed',
      subjects: [],
      figures: {},
      sentence: kind.none,
      advice: null,
    },
  ]
}

function names({ classes }: DatasetInfo, parts: readonly (SplitPart | undefined)[]): Finding {
  const torn = tornNames(classes, parts)
  if (torn.length === 0) {
    const sentence = 'No class is in two parts of the split, nor is its name.'
    return { code: 'data/no-torn-name', severity: 'passed', subjects: [], figures: {}, sentence, advice: null }
  }
  const count = torn.length
  return {
    code: 'data/torn-name',
    severity: 'warning',
    subjects: torn
      .slice(0, MOST_TOLD)
      .map(({ name, parts: both }) => `${name} (${both.map((part) => PART_NAMES[part]).join(' + ')})`),
    figures: { count },
    sentence: `${counted(count, 'class name stands', 'class names stand')} in two parts of the split.`,
    advice:
      'Where that is one thing in two groups, put its pictures into one class folder, or both groups into one part.',
  }
}

/**
 * Copies, look-alikes and names, with what they do to a test. Without a split only classes are told apart.
 * @param lookAlikes undefined where they were not looked for
 */
export function dataFindings(
  dataset: DatasetInfo,
  split: ClassSplit | undefined,
  lookAlikes: readonly LookAlikeSet[] | undefined,
): Finding[] {
  const parts = split ? partsOfClasses(dataset.classes.length, split) : []
  return [
    ...copies(dataset, dataset.duplicates, parts, IDENTICAL),
    ...(lookAlikes ? copies(dataset, lookAlikes, parts, LOOK_ALIKE) : []),
    ...(split ? [names(dataset, parts)] : []),
  ]
}
