/** How much of a trial's outcome was luck of its supports. */

/** Other draws of the supports that are looked at. */
export const DRAWS = 20
/** From this share of right draws on, the supports of a wrong trial were unlucky; up to the lower one the query is hard. */
const MOSTLY = 2 / 3
const SELDOM = 1 / 3

export type LuckKind = 'unlucky' | 'hard' | 'open' | 'solid' | 'lucky' | 'openRight'

/** @param right how many of `draws` other draws were right, ties in parts @param credit of the trial itself */
export function luckKind(right: number, draws: number, credit: number): LuckKind {
  const share = draws > 0 ? right / draws : 0
  const isRight = credit === 1
  if (share >= MOSTLY) return isRight ? 'solid' : 'unlucky'
  if (share <= SELDOM) return isRight ? 'lucky' : 'hard'
  return isRight ? 'openRight' : 'open'
}

/** `13`, `13.5`: ties give parts of a point, and a third is not worth its digits. */
export function points(right: number): string {
  const rounded = Math.round(right * 10) / 10
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1)
}
