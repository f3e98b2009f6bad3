import { describe, expect, it } from 'vitest'
import { UserError } from '../../../shared/errors.ts'
import type { DatasetInfo } from '../../../shared/dataset.ts'
import { describeModel } from '../../model/describe.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import {
  DEFAULTS,
  applyChanges,
  applyOverrides,
  chooseRecipe,
  formFields,
  parseRecipe,
  presetFor,
  presets,
} from './index.ts'

function errorOf(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('presets', () => {
  it.each(Object.entries(presets))('%s is a valid recipe of its own name and survives a file', (name, recipe) => {
    expect(recipe.name).toBe(name)
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
  })

  it('have the sizes the article and Koch report', () => {
    expect(describeModel(presets.article).parameters).toBe(5_410_113)
    expect(describeModel(presets.koch).parameters).toBe(38_951_745)
    // Two networks of 2 x 2 x 64.
    expect(describeModel(presets['all-pairs']).codes).toBe(512)
  })
})

describe('applyOverrides', () => {
  const base = presets['all-pairs']

  it('replaces fields and leaves the original alone', () => {
    const changed = applyOverrides(base, [
      'optimiser.rate=0.001',
      'encoder.filters=[32,32]',
      'views=1',
      'name=7',
      'budget.minutes=3',
      'budget.steps=null',
    ])
    expect(changed).toEqual({
      ...base,
      name: '7',
      views: 1,
      encoder: { ...base.encoder, filters: [32, 32] },
      optimiser: { ...base.optimiser, rate: 0.001 },
      budget: { steps: null, minutes: 3 },
    })
    expect(base.optimiser.rate).toBe(3e-3)
  })

  it('resets a part whose kind changes, wherever the kind stands', () => {
    const changed = applyOverrides(base, ['optimiser.rate=0.1', 'optimiser.kind=sgd'])
    expect(changed.optimiser).toEqual({ ...DEFAULTS.optimiser.sgd, rate: 0.1 })
  })

  it.each([
    ['optimiser.rate=100', 'optimiser.rate', /optimiser.rate is 100; .*above 0 and up to 10/],
    ['input.width=7', 'input.width', /from 8 to 512 \(pixels\)/],
    ['input.channels=2', 'input.channels', /1 or 3/],
    ['augment.rotation=9', 'augment.rotation', /radians/],
    ['encoder.filters=[8,0]', 'encoder.filters', /entry 2.* is 0/],
    ['views=many', 'views', /"many"; it must be a whole number from 1 to 32/],
    ['loss.kind=magic', 'loss.kind', /bce, contrastive, triplet/],
    ['input.fit=stretch', 'input.fit', /one of fill, contain/],
    ['optimiser.momentum=0.5', 'optimiser.momentum', /belongs to optimiser.kind=sgd/],
    ['rate', 'rate', /field=value/],
    ['head.kind=l1', 'loss.kind', /'supcon' cannot train the head 'l1'/],
    ['input.width=40', 'augment.rotationsAsClasses', /square/],
  ])('refuses %s in plain words', (override, subject, message) => {
    const error = errorOf(() => applyOverrides(base, [override]))
    expect(error.message).toMatch(message)
    expect(error.subject).toBe(subject)
    expect(error.next).toBeTruthy()
  })

  it('names the nearest fields for an unknown one', () => {
    expect(errorOf(() => applyOverrides(base, ['optimizer.rate=1'])).next).toContain('optimiser.rate')
    expect(errorOf(() => applyOverrides(base, ['temprature=1'])).next).toContain('loss.temperature')
  })
})

describe('parseRecipe', () => {
  it('names missing and unknown fields', () => {
    const { views: _, ...rest } = presets.article
    const error = errorOf(() => parseRecipe({ ...rest, extra: 1 }))
    expect(error.message).toMatch(/views is missing/)
    expect(error.message).toMatch(/no field extra/)
    expect(errorOf(() => parseRecipe('x')).code).toBe('recipe/not-a-recipe')
    expect(errorOf(() => parseRecipe({ ...presets.article, budget: { steps: null, minutes: null } })).message).toMatch(
      /set steps or minutes/,
    )
  })

  it('refuses pictures too small for the encoder', () => {
    const input = { ...presets.article.input, width: 20 }
    expect(errorOf(() => parseRecipe({ ...presets.article, input })).code).toBe('recipe/too-small')
  })
})

describe('presetFor', () => {
  it('lets all-pairs see colour where there is some, and nothing else change', () => {
    const { input, ...rest } = presetFor('all-pairs', { colour: 'colour' })
    expect(input).toEqual({ ...presets['all-pairs'].input, channels: 3, invert: false })
    expect({ ...rest, input: presets['all-pairs'].input }).toEqual(presets['all-pairs'])
    expect(parseRecipe({ ...rest, input })).toEqual({ ...rest, input })
    for (const colour of ['line', 'grey'] as const) {
      expect(presetFor('all-pairs', { colour })).toBe(presets['all-pairs'])
    }
    expect(presetFor('koch', { colour: 'colour' })).toBe(presets.koch)
  })
})

describe('chooseRecipe', () => {
  const data = (colour: DatasetInfo['colour'], classes: number, pictures: number) =>
    ({ colour, classes: Array(classes).fill(null), pictures: Array(pictures).fill(null) }) as unknown as DatasetInfo

  it.each([
    ['colour', 200, 1000, 'pretrained'],
    ['grey', 20, 160, 'pretrained'],
    ['line', 136, 2720, 'all-pairs'],
    ['line', 5, 100, 'pretrained'],
  ] as const)('%s, %i classes, %i pictures: %s', (colour, classes, pictures, name) => {
    const choice = chooseRecipe(data(colour, classes, pictures))
    expect(choice.name).toBe(name)
    expect(choice.why).toMatch(/^.{20,}\.$/)
  })
})

describe('the fields of a form', () => {
  const field = (recipe: Recipe, preset: Recipe, name: string) =>
    formFields(recipe, preset).find((each) => each.name === name)

  it('tell type, range, unit and value', () => {
    const { koch } = presets
    const rate = { type: 'number', min: 0, aboveMin: true, max: 10, options: null, nullable: false, changed: false }
    expect(field(koch, koch, 'optimiser.rate')).toMatchObject(rate)
    expect(field(koch, koch, 'input.width')).toMatchObject({ type: 'integer', min: 8, max: 512, unit: 'pixels' })
    expect(field(koch, koch, 'input.channels')).toMatchObject({ type: 'choice', options: [1, 3] })
    expect(field(koch, koch, 'encoder.filters')).toMatchObject({ type: 'list', min: 1, max: 1024 })
    expect(field(koch, koch, 'budget.minutes')).toMatchObject({ type: 'number', nullable: true, aboveMin: true })
    expect(field(koch, koch, 'input.invert')).toMatchObject({ type: 'boolean' })
    expect(field(koch, koch, 'loss.kind')).toMatchObject({ type: 'choice', value: 'bce' })
    expect(field(presets.pretrained, presets.pretrained, 'encoder.model')).toMatchObject({ type: 'text' })
  })

  it('cover every field of every preset, unchanged', () => {
    for (const preset of Object.values(presets)) {
      const fields = formFields(preset, preset)
      expect(fields.filter(({ value, changed }) => value === undefined || changed)).toEqual([])
    }
  })

  it('mark what was changed, and compare a part of another kind with its own defaults', () => {
    const preset = presets['all-pairs']
    const recipe = applyChanges(preset, { 'optimiser.kind': 'sgd', 'optimiser.rate': 0.5, seed: 3 })
    const changed = formFields(recipe, preset).filter((each) => each.changed)
    expect(changed.map(({ name, standard }) => [name, standard])).toEqual([
      ['seed', 1],
      ['optimiser.kind', 'adamw'],
      ['optimiser.rate', 0.01],
    ])
  })
})

describe('changes by a form', () => {
  it('are values, not text', () => {
    const recipe = applyChanges(presets.pretrained, { name: '7', 'loss.shrinkage': 0.5, 'encoder.mirror': false })
    expect(recipe).toMatchObject({ name: '7', loss: { shrinkage: 0.5 }, encoder: { mirror: false } })
  })

  it('are refused with the name of the field', () => {
    const attempt = (changes: Record<string, unknown>) => () => applyChanges(presets.koch, changes)
    expect(attempt({ 'optimiser.rate': 'quick' })).toThrow(expect.objectContaining({ subject: 'optimiser.rate' }))
    expect(attempt({ 'optimiser.kind': 3 })).toThrow(expect.objectContaining({ subject: 'optimiser.kind' }))
    expect(attempt({ 'optimizer.rate': 3 })).toThrow(expect.objectContaining({ subject: 'optimizer.rate' }))
    expect(attempt({ 'input.width': 9 })).toThrow(expect.objectContaining({ code: 'recipe/too-small' }))
  })
})
