/** Two runs on identical trials: nothing is compared that was measured on different ones. */
import { comparePaired } from '../../shared/paired.ts'
import type { ComparedRun, RunComparison } from '../../shared/comparison.ts'
import { recipeDifferences } from '../../shared/recipe-differences.ts'
import { openRun, protocolFile, readCredits, readEvaluations } from '../runs/index.ts'
import type { Run, StoredEvaluation } from '../runs/index.ts'
import { differentTrials, noSuchTrials, notEvaluated, trainedOnThem } from './errors.ts'
import { readTrialFacts } from './trial-facts.ts'
import type { TrialFacts } from './trial-facts.ts'

/** Draws of the bootstrap. */
const RESAMPLES = 10_000

interface Candidate {
  readonly run: Run
  /** Newest first. */
  readonly evaluations: readonly StoredEvaluation[]
}

async function candidate(dir: string): Promise<Candidate> {
  const run = await openRun(dir)
  const evaluations = await readEvaluations(run.paths)
  if (evaluations.length === 0) throw notEvaluated(run)
  return { run, evaluations }
}

/** Protocols both were evaluated by, those first that were looked at last. */
function sharedBy(first: Candidate, second: Candidate): [StoredEvaluation, StoredEvaluation][] {
  const seen = new Set<string>()
  return first.evaluations.flatMap((own): [StoredEvaluation, StoredEvaluation][] => {
    const { hash } = own.protocol
    const other = second.evaluations.find(({ protocol }) => protocol.hash === hash)
    if (!other || seen.has(hash)) return []
    seen.add(hash)
    return [[own, other]]
  })
}

function comparedRun({ record, paths }: Run, evaluation: StoredEvaluation): ComparedRun {
  const { id, created, step, accuracy, interval } = evaluation
  const { name, seed } = record.recipe
  return { dir: paths.dir, evaluation: id, created, recipe: name, seed, step, accuracy, interval }
}

/** Classes of the trials that the run was trained on. */
function trainedClasses({ record }: Run, { data }: StoredEvaluation, facts: TrialFacts | undefined): number {
  if (!facts || data.hash !== record.dataset.hash) return 0
  const trained = new Set(record.split.train)
  return facts.classes.filter((name) => trained.has(name)).length
}

/**
 * Compares two runs on trials both were evaluated by: the newest such, or those whose hash begins with `protocol`. The
 * interval is a percentile bootstrap over trials, or over support sets where trials share them; p is McNemar's exact test.
 * @throws UserError `compare/…` that says how to evaluate both on the same trials; `run/…` and `files/…`
 */
export async function compareRuns(
  firstDir: string,
  secondDir: string,
  { protocol: wanted }: { readonly protocol?: string } = {},
): Promise<RunComparison> {
  const [first, second] = await Promise.all([candidate(firstDir), candidate(secondDir)])
  const shared = sharedBy(first, second)
  if (shared.length === 0) {
    throw differentTrials([first.run, first.evaluations[0]!], [second.run, second.evaluations[0]!])
  }
  const found = wanted === undefined ? shared[0] : shared.find(([{ protocol }]) => protocol.hash.startsWith(wanted))
  if (!found)
    throw noSuchTrials(
      wanted ?? '',
      shared.map(([{ protocol }]) => protocol),
    )
  const [own, other] = found
  const { protocol, way, shot, trials, chance } = own
  const facts =
    (await readTrialFacts(protocolFile(first.run.paths, protocol.hash))) ??
    (await readTrialFacts(protocolFile(second.run.paths, protocol.hash)))
  for (const [run, evaluation] of [
    [first.run, own],
    [second.run, other],
  ] as const) {
    const known = trainedClasses(run, evaluation, facts)
    if (known > 0) throw trainedOnThem(run, known, facts?.classes.length ?? 0)
  }
  const [credits, others] = await Promise.all([
    readCredits(first.run.paths, own.id),
    readCredits(second.run.paths, other.id),
  ])
  const clusters = facts?.supportSets
  const recipes = [first.run.record.recipe, second.run.record.recipe]
  return {
    protocol,
    way,
    shot,
    trials,
    chance,
    runs: [comparedRun(first.run, own), comparedRun(second.run, other)],
    paired: comparePaired(credits, others, { resamples: RESAMPLES, ...(clusters === undefined ? {} : { clusters }) }),
    bootstrap: {
      unit: clusters === undefined ? 'trial' : 'support set',
      units: clusters === undefined ? trials : new Set(clusters).size,
      resamples: RESAMPLES,
    },
    differences: recipeDifferences(recipes).map(({ field, values: [a = null, b = null] }) => {
      return { field, values: [a, b] as const }
    }),
    alsoOn: shared.flatMap((each) => (each === found ? [] : [each[0].protocol])),
  }
}
