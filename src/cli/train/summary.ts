import type { ClassSplit } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { invocation, quoted } from '../command.ts'
import { Ended, EXIT } from '../failure.ts'
import { count, duration, integer, percent, percentRange } from '../format.ts'
import type { Terminal } from '../terminal.ts'
import type { Finished } from './carry-out.ts'
import { shownFolder } from './carry-out.ts'
import { isIterative } from '../../core/planning/plan.ts'

export interface Summed {
  readonly runDir: string
  readonly recipe: Recipe
  readonly split: ClassSplit
  readonly device: string
  readonly finished: Finished
  readonly json: boolean
  /** Its evaluation follows: nothing is said about what to do next. @default false */
  readonly isTested?: boolean
}

/** How it ended and what to do next. @throws UserError or Ended 1 when the training diverged */
export function showSummary(terminal: Terminal, summed: Summed): void {
  const { done } = summed.finished
  if (summed.json) {
    terminal.out(JSON.stringify(summaryAsJson(summed)))
    if (done.reason === 'diverged') throw new Ended(EXIT.failed)
    return
  }
  if (done.reason === 'diverged') {
    throw new UserError('training/diverged', `The training diverged at step ${done.step}.`, {
      next: `Train again with a smaller rate than ${summed.recipe.optimiser.rate}: --set optimiser.rate=…`,
    })
  }
  showText(terminal, summed)
}

/** The summary as one object. */
export function summaryAsJson({ runDir, recipe, split, device, finished }: Summed): object {
  const { done, watched, validation } = finished
  return {
    run: shownFolder(runDir),
    recipe: recipe.name,
    seed: recipe.seed,
    device,
    classes: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    reason: done.reason,
    step: done.step,
    seconds: done.seconds,
    fittingSeconds: watched.fittingSeconds ?? null,
    best: done.best,
    validation: validation ?? null,
    warnings: watched.warnings.map(({ code, step, message, advice }) => ({ code, step, message, advice })),
    restarts: watched.restarts,
  }
}

function whatHappened({ recipe, finished: { done, watched } }: Summed): string {
  if (!watched.hasWorked) return `This run had ended at step ${integer(done.step)} already.`
  if (isIterative(recipe)) {
    const ended = done.reason === 'early-stop' ? ', where it no longer got better' : ''
    return `Trained ${count(done.step, 'step')} in ${duration(done.seconds)}${ended}.`
  }
  const { fittingSeconds = done.seconds } = watched
  return `Read the features in ${duration(done.seconds - fittingSeconds)} and fitted the head in ${duration(fittingSeconds)}.`
}

function showText(terminal: Terminal, summed: Summed): void {
  const { runDir, recipe, split, finished } = summed
  const { green, bold } = terminal.colours
  const folder = shownFolder(runDir)
  terminal.out(`${green(whatHappened(summed))} The run is in ${bold(folder)}.`)
  const { validation } = finished
  if (validation) {
    const { way, shot, accuracy, interval, chance, step } = validation
    const at = isIterative(recipe) ? ` at step ${step}, which is kept` : ''
    terminal.out(
      `Best on validation classes: ${way}-way ${shot}-shot ${bold(percent(accuracy))} (${percentRange(interval)}; ` +
        `chance ${percent(chance)})${at}.`,
    )
  } else if (split.validation.length === 0 && isIterative(recipe)) {
    terminal.out('Nothing was set aside for validation: the last state is kept.')
  }
  terminal.out()
  if (summed.isTested) return
  const cli = invocation()
  const hasTest = split.test.length + split.validation.length > 0
  const data = hasTest ? '' : ' --data FOLDER'
  const about = hasTest ? 'how good is it on classes it has never seen?' : 'all classes were trained on: test on others'
  terminal.out(`${cli} evaluate ${quoted(folder)}${data}    # ${about}`)
  terminal.out(`${cli} export ${quoted(folder)} --format onnx --out model    # for other programs`)
}
