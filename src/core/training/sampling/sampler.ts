import type { SamplerSpec } from '../../../shared/recipe.ts'
import { UserError } from '../../../shared/errors.ts'
import { createCoverage, type Batch, type Sampler } from './batch.ts'
import { groups, type Group } from './groups.ts'
import { pairSampler } from './pairs.ts'
import { assemble, createPool, type Pool } from './pool.ts'

export { type Batch, type Sampler } from './batch.ts'

/**
 * A sampler without memory: the batch of a step depends on the seed and the step only, so a resumed run draws the very
 * batches of one never stopped.
 * @param classes picture indices of each training class, none empty
 * @param rotationsAsClasses draws each class turned by 0..3 quarters as four classes
 * @param members networks trained side by side: a step's batch is one batch for each, one after another
 * @throws UserError `data/…` when the classes cannot fill a batch at all.
 */
export function createSampler(
  spec: SamplerSpec,
  classes: readonly (readonly number[])[],
  seed: number,
  rotationsAsClasses = false,
  members = 1,
): Sampler {
  const empty = classes.findIndex((pictures) => pictures.length === 0)
  if (empty >= 0) throw new Error(`training class ${empty} has no pictures`)
  if (classes.length < 2 && spec.kind !== 'all')
    throw new UserError('data/too-few-classes', `Training needs two classes or more, there are ${classes.length}.`, {
      values: { count: classes.length },
      next: 'Add a folder of pictures, or give fewer classes to validation and test.',
    })
  const pool = createPool(classes, rotationsAsClasses)
  const one = batches(spec, pool, seed)
  // Members that saw the same batches would go wrong in the same places.
  const batch = (step: number) =>
    members === 1
      ? one(step)
      : oneAfterAnother(Array.from({ length: members }, (_, member) => one(step * members + member)))
  return {
    classes: pool.size,
    batch,
    coverage(steps) {
      const seen = createCoverage(classes, rotationsAsClasses)
      for (let step = 0; step < steps; step++) seen.add(batch(step))
      return seen.read()
    },
  }
}

/** Batches one after another; labels keep their meaning within each. */
function oneAfterAnother(parts: readonly Batch[]): Batch {
  const all = (pick: (part: Batch) => Int32Array) => Int32Array.from(parts.flatMap((part) => [...pick(part)]))
  return {
    pictures: all((part) => part.pictures),
    labels: all((part) => part.labels),
    rotations: Uint8Array.from(parts.flatMap((part) => [...part.rotations])),
    classes: all((part) => part.classes),
  }
}

function batches(spec: SamplerSpec, pool: Pool, seed: number): (step: number) => Batch {
  if (spec.kind === 'pairs') return pairSampler(pool, spec.pairs, seed)
  if (spec.kind === 'all') {
    const drawnClasses = Array.from({ length: pool.size }, (_, drawn) => drawn)
    const slots = drawnClasses.flatMap((drawn) => pool.pictures(drawn).map((picture) => ({ drawn, picture })))
    const whole = assemble(
      pool,
      slots,
      slots.map((slot) => slot.drawn),
    )
    return () => whole
  }
  if (spec.kind === 'balanced') {
    const draw = groups(pool, spec.classes, spec.pictures, seed)
    return (step) => joined(pool, draw(step), 0, spec.pictures)
  }
  if (spec.way > pool.size)
    throw new UserError(
      'data/too-few-classes',
      `Episodes of ${spec.way} ways need that many classes, there are ${pool.size}.`,
      {
        subject: 'sampler.way',
        variant: 'episodes',
        values: { way: spec.way, count: pool.size },
        next: `Set sampler.way to ${pool.size} or less.`,
      },
    )
  const draw = groups(pool, spec.way, spec.shot + spec.queries, seed)
  return (step) => {
    const drawn = draw(step)
    const supports = parts(drawn, 0, spec.shot)
    const queries = parts(drawn, spec.shot, spec.shot + spec.queries)
    return assemble(pool, [...supports.slots, ...queries.slots], [...supports.labels, ...queries.labels])
  }
}

function parts(drawn: readonly Group[], from: number, to: number) {
  return {
    slots: drawn.flatMap((group) => group.slots.slice(from, to)),
    labels: drawn.flatMap((group) => group.slots.slice(from, to).map(() => group.label)),
  }
}

function joined(pool: Pool, drawn: readonly Group[], from: number, to: number): Batch {
  const { slots, labels } = parts(drawn, from, to)
  return assemble(pool, slots, labels)
}
