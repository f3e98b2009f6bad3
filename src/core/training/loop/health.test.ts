import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../../../tests/fixtures/record.ts'
import { Health } from './health.ts'
import type { StepFigures } from './health.ts'

const fine: StepFigures = { loss: 1, smoothedLoss: 1, same: 0.2, different: 0.8, spread: 0.2, gradientNorm: 1 }

function warnings(health: Health, figures: Partial<StepFigures>, steps: number) {
  return Array.from({ length: steps }, () => health.afterStep({ ...fine, ...figures })).filter((found) => found)
}

describe('the health of a training', () => {
  it('has nothing to say about a good one', () => {
    expect(warnings(new Health(tinyRecipe(), 8), {}, 2000)).toEqual([])
  })

  it('ends one whose numbers are none', () => {
    expect(Health.diverged(fine)).toBeUndefined()
    expect(Health.diverged({ ...fine, loss: NaN })?.code).toBe('diverged')
    expect(Health.diverged({ ...fine, gradientNorm: Infinity })?.message).toMatch(/^The gradient is no longer a number/)
  })

  it('says that the loss explodes, once', () => {
    const health = new Health(tinyRecipe(), 8)
    warnings(health, {}, 10)
    warnings(health, { smoothedLoss: 0.5 }, 10)
    const found = warnings(health, { smoothedLoss: 12 }, 10)
    expect(found.map((each) => each?.code)).toEqual(['diverged'])
    expect(found[0]?.message).toBe('The loss has grown to 12, from 0.5 at its lowest.')
  })

  it('names a collapse, with the value the loss stands at', () => {
    const triplet = tinyRecipe({ loss: { kind: 'triplet', margin: 0.3, mining: 'hard' } })
    const found = warnings(
      new Health(triplet, 8),
      { same: 1e-6, different: 1e-6, spread: 1e-5, smoothedLoss: 0.3 },
      1000,
    )
    expect(found).toHaveLength(1)
    expect(found[0]?.message).toMatch(/nearly the same code.*stands at 0\.3, which is the margin/)
    expect(found[0]?.advice).toMatch(/semi-hard/)
  })

  it('names a pair network that only guesses', () => {
    const pairs = tinyRecipe({
      head: { kind: 'subtract' },
      loss: { kind: 'bce', l2: 0 },
      sampler: { kind: 'pairs', pairs: 8 },
    })
    const found = warnings(new Health(pairs, 8), { same: 0.5, different: 0.505, smoothedLoss: 0.694 }, 1000)
    expect(found.map((each) => each?.code)).toEqual(['stuck'])
    expect(found[0]?.message).toMatch(/0\.694, which is ln 2/)
  })

  it('calls it learning by heart when validation falls clearly twice', () => {
    const health = new Health(tinyRecipe(), 8)
    expect(health.afterValidation(0.9, null)).toBeUndefined()
    expect(health.afterValidation(0.5, 0.6)).toBeUndefined()
    expect(health.afterValidation(0.65, 0.6)).toBeUndefined()
    expect(health.afterValidation(0.5, 0.6)).toBeUndefined()
    expect(health.afterValidation(0.5, 0.6)?.code).toBe('overfitting')
    expect(health.afterValidation(0.5, 0.6)).toBeUndefined()
  })

  it('goes on where it was when given its state', () => {
    const figures = { same: 1e-6, different: 1e-6, spread: 1e-5 }
    const health = new Health(tinyRecipe(), 8)
    warnings(health, figures, 99)
    const resumed = new Health(tinyRecipe(), 8, structuredClone(health.state))
    expect(resumed.afterStep({ ...fine, ...figures })?.code).toBe('collapsed')
  })
})
