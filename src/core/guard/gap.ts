/** Whether what was learnt holds for classes that were not trained on. */
import type { Accuracy } from '../../shared/evaluation.ts'
import type { Finding } from '../../shared/finding.ts'
import { finding, percent } from './finding.ts'

/** A difference that is shown and at least this large is learning by heart. */
const WIDE = 0.15

const range = ({ interval: [low, high] }: Accuracy) => `${percent(low)} to ${percent(high)}`

/**
 * Accuracy on training classes against accuracy on others, on trials drawn by identical rules.
 * @param way of both
 */
export function gapFinding(seen: Accuracy, unseen: Accuracy, way: number): Finding {
  const figures = {
    way,
    seen: { share: seen.accuracy },
    seenLow: { share: seen.interval[0] },
    seenHigh: { share: seen.interval[1] },
    unseen: { share: unseen.accuracy },
    unseenLow: { share: unseen.interval[0] },
    unseenHigh: { share: unseen.interval[1] },
    chance: { share: unseen.chance },
  }
  const on = (accuracy: Accuracy) => `${percent(accuracy.accuracy)} (${range(accuracy)})`
  const isGuess = ({ interval, chance }: Accuracy) => interval[0] <= chance
  if (isGuess(unseen) && isGuess(seen)) {
    const sentence = `Even on training classes it only guesses: ${way}-way 1-shot ${on(seen)}, chance ${percent(seen.chance)}.`
    const advice = 'It has learnt nothing yet: train longer, try another learning rate, or take the all-pairs recipe.'
    return finding('checks/nothing-learnt', 'warning', sentence, { figures, advice })
  }
  if (isGuess(unseen)) {
    const sentence = `On classes it has not seen it only guesses: ${way}-way 1-shot ${on(unseen)}, chance ${percent(unseen.chance)}; on training classes ${percent(seen.accuracy)}.`
    const advice = 'What it has learnt does not carry over: train on more classes, or take the pretrained recipe.'
    return finding('checks/at-chance', 'warning', sentence, { figures, advice })
  }
  const isShown = seen.interval[0] > unseen.interval[1]
  if (isShown && seen.accuracy - unseen.accuracy >= WIDE) {
    const sentence = `It knows its training classes by heart: ${way}-way 1-shot ${on(seen)} on them, ${on(unseen)} on classes it has not seen.`
    const advice = 'More classes, stronger augmentation or fewer steps help, or the pretrained recipe.'
    return finding('checks/gap-wide', 'warning', sentence, { figures, advice })
  }
  if (isShown) {
    const sentence = `Classes it has not seen are a little harder: ${way}-way 1-shot ${on(unseen)} against ${on(seen)} on training classes.`
    const advice = 'That is usual; more classes or stronger augmentation narrow it.'
    return finding('checks/gap', 'note', sentence, { figures, advice })
  }
  const sentence = `Classes it has not seen are not shown to be harder: ${way}-way 1-shot ${on(unseen)} against ${on(seen)} on training classes.`
  return finding('checks/gap-none', 'passed', sentence, { figures })
}

/** Said where there is nothing to compare with. */
export function gapNotTold(): Finding {
  const sentence =
    'How it does on classes it has not seen, against those it trained on, cannot be told: none may be looked at.'
  const advice = 'Evaluate the test classes first, or train again with validation classes set aside.'
  return finding('checks/gap-not-told', 'note', sentence, { advice })
}
