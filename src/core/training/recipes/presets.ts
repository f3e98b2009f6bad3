import type { Recipe } from '../../../shared/recipe.ts'
import { allPairs } from './all-pairs.ts'
import { article } from './article.ts'
import { koch } from './koch.ts'
import { pretrained } from './pretrained.ts'

export type PresetName = 'article' | 'koch' | 'all-pairs' | 'pretrained'

/** The recipes that come with the program, by name. */
export const presets: Readonly<Record<PresetName, Recipe>> = { article, koch, 'all-pairs': allPairs, pretrained }
