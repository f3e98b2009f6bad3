/** The recipes a person can start from. All of them are data; `applyOverrides` changes any field. */
import type { Recipe } from '../../../shared/recipe.ts'
import { allPairs } from './all-pairs.ts'
import { article } from './article.ts'
import { koch } from './koch.ts'
import { pretrained } from './pretrained.ts'

export { chooseRecipe } from './choose.ts'
export { DEFAULTS } from './defaults.ts'
export { presetFor } from './for-data.ts'
export { formFields } from './form.ts'
export { applyChanges, applyOverrides } from './overrides.ts'
export { parseRecipe } from './parse.ts'

export type PresetName = 'article' | 'koch' | 'all-pairs' | 'pretrained'

/** The recipes that come with the program, by name. */
export const presets: Readonly<Record<PresetName, Recipe>> = { article, koch, 'all-pairs': allPairs, pretrained }
