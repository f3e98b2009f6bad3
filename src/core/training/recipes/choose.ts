import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Said } from '../../../shared/said.ts'
import type { PresetName } from './presets.ts'

export interface RecipeChoice {
  readonly name: PresetName
  /** One sentence for the person. */
  readonly why: string
  /** The same with its code. */
  readonly reason: Said
}

/** With fewer classes of line drawings, features learned elsewhere still beat learning from scratch. */
const ENOUGH_CLASSES = 20
const ENOUGH_PICTURES = 200

const choice = (name: PresetName, reason: Said): RecipeChoice => ({ name, why: reason.text, reason })

/** The recipe for `auto`. */
export function chooseRecipe({ colour, classes, pictures }: DatasetInfo): RecipeChoice {
  const values = { classes: classes.length, pictures: pictures.length }
  if (colour !== 'line') {
    const what = colour === 'colour' ? 'in colour' : 'grey photographs'
    return choice('pretrained', {
      code: colour === 'colour' ? 'recipe-choice/colour' : 'recipe-choice/grey',
      values,
      text: `The pictures are ${what}: features learned from a million photographs compare them better than a network trained on these ${pictures.length} alone.`,
    })
  }
  if (classes.length >= ENOUGH_CLASSES && pictures.length >= ENOUGH_PICTURES)
    return choice('all-pairs', {
      code: 'recipe-choice/enough-lines',
      values,
      text: `${classes.length} classes of line drawings are enough to learn from scratch, and photographs teach little about strokes.`,
    })
  return choice('pretrained', {
    code: 'recipe-choice/few-lines',
    values: { ...values, enoughClasses: ENOUGH_CLASSES, enoughPictures: ENOUGH_PICTURES },
    text: `${classes.length} classes with ${pictures.length} line drawings are too few to learn from scratch (${ENOUGH_CLASSES} classes and ${ENOUGH_PICTURES} pictures would do).`,
  })
}
