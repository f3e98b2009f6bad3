/** From a data set and wishes to what would be trained: recipe, form, split, sample pairs, cost. */
import type { PlannedSplit, SamplePair, TrainingPlan } from '../../shared/contract/plan.ts'
import { PRESETS } from '../../shared/contract/plan.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { describeModel } from '../../core/model/describe.ts'
import { drawPairs } from '../../core/planning/draw-pairs.ts'
import { choosePreset, planSplit } from '../../core/planning/plan.ts'
import { wholeTraining } from '../../core/planning/whole-training.ts'
import { applyChanges, formFields, parseRecipe, presetFor, presets } from '../../core/training/recipes/index.ts'
import type { SplitPart } from '../../shared/split.ts'
import { os } from './procedures.ts'
import type { Services } from './services.ts'

const copyOf = ({
  seed,
  by,
  train,
  validation,
  test,
}: Readonly<Record<SplitPart, readonly number[]>> & Pick<PlannedSplit, 'seed' | 'by'>): PlannedSplit => ({
  seed,
  by,
  train: [...train],
  validation: [...validation],
  test: [...test],
})

/** The split comes back from the page: it must be one of this data set. */
export function checkSplit({ classes }: DatasetInfo, { train, validation, test }: PlannedSplit): void {
  const all = [...train, ...validation, ...test]
  if (new Set(all).size === all.length && all.every((index) => index < classes.length)) return
  throw new UserError('plan/other-data', 'This plan was made for other classes than the data set has now.', {
    subject: 'split',
    next: 'Make the plan again.',
  })
}

export function planProcedures({ cacheDir, lanes, devices, datasets }: Services) {
  return {
    presets: os.plan.presets.handler(({ input: { datasetId } }) => {
      const info = datasetId === undefined ? undefined : datasets.find(datasetId)?.info
      return PRESETS.map((name) => ({ name, recipe: info ? presetFor(name, info) : presets[name] }))
    }),
    make: os.plan.make.handler(({ input }): TrainingPlan => {
      const { info } = datasets.get(input.datasetId)
      const { name, reason: why = null } = choosePreset(info, input.preset)
      const preset = presetFor(name, info)
      const recipe = applyChanges(preset, input.overrides)
      const { validation, test, by, splitSeed } = input
      const { split, notes } = planSplit(info, recipe, {
        ...(validation === null ? {} : { validation }),
        ...(test === null ? {} : { test }),
        ...(by === null ? {} : { by }),
        ...(splitSeed === null || splitSeed === undefined ? {} : { seed: splitSeed }),
      })
      const { parameters, codes } = describeModel(recipe)
      const fields = formFields(recipe, preset)
      return { preset: name, why, recipe, fields, split: copyOf(split), notes: [...notes], parameters, codes }
    }),
    samplePairs: os.plan.samplePairs.handler(async ({ input, signal }): Promise<SamplePair[]> => {
      const { info } = datasets.get(input.datasetId)
      checkSplit(info, input.split)
      const recipe = parseRecipe(input.recipe)
      const { batch, pairs } = drawPairs(info, recipe, input.split, input.pairs)
      const places = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
      const wanted = places.flatMap((place) => {
        const picture = info.pictures[batch.pictures[place] ?? -1]
        return picture ? [{ place, picture }] : []
      })
      const { root, base } = info
      const source = { root, ...(base === undefined ? {} : { base }) }
      const { rotations } = batch
      const call = { source, recipe, count: batch.pictures.length, rotations, wanted }
      const pixels = await lanes.pictures.call('showPictures', call, signal ? { signal } : {})
      const shown = (place: number): SamplePair['a'] => {
        const at = wanted.findIndex((each) => each.place === place)
        const className = info.classes[wanted[at]?.picture.classIndex ?? -1]?.name ?? ''
        return { index: batch.pictures[place] ?? 0, className, pixels: pixels[at] as SamplePair['a']['pixels'] }
      }
      return pairs.map(({ same, a, b }) => ({ same, a: shown(a), b: shown(b) }))
    }),
    estimate: os.plan.estimate.handler(async ({ input, signal }) => {
      const { info } = datasets.get(input.datasetId)
      checkSplit(info, input.split)
      const recipe = parseRecipe(input.recipe)
      const { train, validation } = input.split
      const isFrozen = recipe.encoder.kind === 'backbone'
      const seen = isFrozen ? [...train, ...validation].flatMap((index) => info.classes[index]?.pictures ?? []) : []
      const hashes = seen.map((index) => info.pictures[index]?.hash ?? '')
      const options = { recipe, device: await devices.choose(input.device), hashes, cacheDir }
      const cost = await lanes.compute.call('estimate', options, signal ? { signal } : {})
      return wholeTraining(info, recipe, input.split, cost)
    }),
  }
}
