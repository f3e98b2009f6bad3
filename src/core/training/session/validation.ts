/** The one-shot validation of a run: its trials are drawn once and kept in the run, so that all its numbers compare. */
import { access } from 'node:fs/promises'
import type { Protocol } from '../../../shared/evaluation.ts'
import type { SaidValues } from '../../../shared/said.ts'
import type { Validator } from '../loop/loop-options.ts'
import {
  largestWay,
  loadProtocol,
  makeProtocol,
  picturesOf,
  saveProtocol,
  scoreTrials,
  summarise,
} from '../../evaluation/index.ts'
import { embedPictures } from '../../trained/embedder.ts'
import type { PictureReader } from '../../trained/embedder.ts'
import type { NetworkEmbedder } from '../../trained/network-embedder.ts'
import { rulesToldBy } from '../../trained/rules.ts'
import type { Session } from './open.ts'

/**
 * The run's validation protocol; undefined when no classes were set aside, or they give no trial. Its way is lowered to
 * what the classes allow, with a warning.
 */
export async function validationProtocol({ run, dataset, split, options }: Session): Promise<Protocol | undefined> {
  const { paths, record } = run
  if (split.validation.length === 0) return undefined
  const stored = await access(paths.validation).then(
    () => true,
    () => false,
  )
  if (stored) return loadProtocol(paths.validation, dataset)
  const { way: wanted, shot, trials } = record.recipe.validation
  const told = rulesToldBy(dataset, record.recipe.validation)
  const rules = { dataset, classes: split.validation, shot, seed: record.recipe.seed, ...told }
  const largest = largestWay(rules)
  const warn = (code: 'way-lowered' | 'no-validation', values: SaidValues, message: string, advice: string) =>
    options.onEvent({ kind: 'warning', code, values, step: 0, message, advice })
  if (largest === 0) {
    const message = `The ${split.validation.length} validation classes do not allow a single ${shot}-shot trial.`
    const values = { classes: split.validation.length, shot }
    warn('no-validation', values, message, 'The last state is kept as the best. Set more classes aside for validation.')
    return undefined
  }
  const way = Math.min(wanted, largest)
  if (way < wanted) {
    const message = `Validation is ${way}-way: its classes do not allow ${wanted}.`
    const advice = 'Compare its accuracy with chance, or set more classes aside for validation.'
    warn('way-lowered', { way, wanted }, message, advice)
  }
  const protocol = makeProtocol({ ...rules, way, trials, name: `validation, ${way}-way ${shot}-shot` })
  await saveProtocol(paths.validation, protocol, dataset)
  return protocol
}

/** Scores the network on the protocol, from one pass over the pictures it touches. */
export function networkValidator(
  protocol: Protocol,
  embedder: NetworkEmbedder,
  pictures: PictureReader,
  count: number,
): Validator {
  const indices = picturesOf(protocol)
  return {
    way: protocol.way,
    shot: protocol.shot,
    protocol: protocol.hash,
    async validate(state) {
      await embedder.setState(state)
      // One view: several are for the finished network, here they would take the time of training.
      const codes = await embedPictures(embedder, pictures, count, indices, { views: 1 })
      return summarise(scoreTrials(codes, embedder.score, protocol), protocol.way)
    },
  }
}
