import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { presets } from './presets.ts'
import type { PresetName } from './presets.ts'

/**
 * A preset as it suits the data: `all-pairs` was made for dark strokes on white paper, and sees pictures in colour as they
 * are. The others are what their papers say, or take any picture.
 */
export function presetFor(name: PresetName, { colour }: Pick<DatasetInfo, 'colour'>): Recipe {
  const preset = presets[name]
  if (name !== 'all-pairs' || colour !== 'colour') return preset
  return { ...preset, input: { ...preset.input, channels: 3, invert: false } }
}
