/** A trial again with other supports: how much of its answer was the luck of the draw? */
import type { DatasetInfo } from '../../../shared/dataset.ts'
import type { Protocol, Trial } from '../../../shared/evaluation.ts'
import { Rng } from '../../../shared/random.ts'
import { PictureIndex } from './picture-index.ts'
import type { DrawerRule } from './picture-index.ts'
import { usablePictures } from './pool.ts'

/** Random sets of drawers tried when one drawer alone does not have all the supports. */
const DRAWER_SETS_TRIED = 12

type Rules = Pick<Protocol, 'shot' | 'seed' | 'acrossDrawer'>

const classesOf = (dataset: DatasetInfo, { supports }: Trial) =>
  supports.map((pictures) => dataset.pictures[pictures[0]!]!.classIndex)

/** Every picture a redraw of the trial may show: what has to be embedded for any number of them. */
export function redrawPictures(dataset: DatasetInfo, trial: Trial): number[] {
  const content = PictureIndex.of(dataset).content[trial.query]
  const pictures = classesOf(dataset, trial).flatMap((index) => usablePictures(dataset, index, undefined, content))
  return [...new Set([trial.query, ...pictures])]
}

/**
 * The same query and classes in the same places, with supports drawn anew under the rules of the protocol: never the
 * query's own bytes, and across drawers from one drawer where one has them all, else from as few as there are shots, else
 * from anyone but the query's. The same numbers give the same draw.
 * @param number 0 is the trial as it stands
 */
export function redraw(dataset: DatasetInfo, rules: Rules, trial: Trial, place: number, number: number): Trial {
  if (number === 0) return trial
  const rng = new Rng(rules.seed, 'redraw', place, number)
  const index = PictureIndex.of(dataset)
  const content = index.content[trial.query]
  const drawer = index.drawer[trial.query]!
  const classes = classesOf(dataset, trial)
  const draw = (rule?: DrawerRule): Trial | undefined => {
    const supports: number[][] = []
    for (const each of classes) {
      const usable = usablePictures(dataset, each, rule, content)
      if (usable.length < rules.shot) return undefined
      supports.push(rng.sample(usable, rules.shot))
    }
    return { ...trial, supports }
  }
  if (!rules.acrossDrawer || drawer < 0) return draw() ?? trial
  const others = rng.shuffle([...drawersOf(dataset, classes)].filter((other) => other !== drawer))
  for (const chosen of others) {
    const found = draw(index.allow([chosen]))
    if (found) return found
  }
  for (let tried = 0; rules.shot > 1 && others.length >= rules.shot && tried < DRAWER_SETS_TRIED; tried++) {
    const found = draw(index.allow(rng.sample(others, rules.shot)))
    if (found) return found
  }
  return draw(index.allowOthers(drawer)) ?? trial
}

/** Numbers of those who drew pictures of the classes. */
function drawersOf(dataset: DatasetInfo, classes: readonly number[]): Set<number> {
  const { drawer } = PictureIndex.of(dataset)
  const pictures = classes.flatMap((index) => dataset.classes[index]!.pictures)
  return new Set(pictures.map((picture) => drawer[picture]!).filter((number) => number >= 0))
}
