import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { PresetName } from './index.ts'

export interface RecipeChoice {
  readonly name: PresetName
  /** One sentence for the person. */
  readonly why: string
}

/** With fewer classes of line drawings, features learned elsewhere still beat learning from scratch. */
const ENOUGH_CLASSES = 20
const ENOUGH_PICTURES = 200

/** The recipe for `auto`. */
export function chooseRecipe({ colour, classes, pictures }: DatasetInfo): RecipeChoice {
  if (colour !== 'line') {
    const what = colour === 'colour' ? 'in colour' : 'grey photographs'
    return {
      name: 'pretrained',
      why: `The pictures are ${what}: features learned from a million photographs compare them better than a network trained on these ${pictures.length} alone.`,
    }
  }
  if (classes.length >= ENOUGH_CLASSES && pictures.length >= ENOUGH_PICTURES)
    return {
      name: 'all-pairs',
      why: `${classes.length} classes of line drawings are enough to learn from scratch, and photographs teach little about strokes.`,
    }
  return {
    name: 'pretrained',
    why: `${classes.length} classes with ${pictures.length} line drawings are too few to learn from scratch (${ENOUGH_CLASSES} classes and ${ENOUGH_PICTURES} pictures would do).`,
  }
}
