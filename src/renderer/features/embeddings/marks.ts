/** Signs of points: colours by Okabe and Ito, and shapes, so that no two of thirty groups look alike. */

/** CSS variables. */
export const COLOURS = [
  '--data-blue',
  '--data-orange',
  '--data-green',
  '--data-purple',
  '--data-sky',
  '--data-grey',
] as const

/** Outlines in a box of 16 by 16, for pages and canvases; the shader draws the same in this order. */
export const SHAPES = [
  'M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z',
  'M8 1.5L14.5 13.5L1.5 13.5Z',
  'M2.8 2.8L13.2 2.8L13.2 13.2L2.8 13.2Z',
  'M8 0.8L15.2 8L8 15.2L0.8 8Z',
  'M5.6 1.4L10.4 1.4L10.4 5.6L14.6 5.6L14.6 10.4L10.4 10.4L10.4 14.6L5.6 14.6L5.6 10.4L1.4 10.4L1.4 5.6L5.6 5.6Z',
] as const

export interface Mark {
  /** Places in `COLOURS` and `SHAPES`. */
  readonly colour: number
  readonly shape: number
}

/** How many groups have a sign of their own. */
export const MARKS = COLOURS.length * SHAPES.length

/** The sign of a group: neighbours in a list differ in colour and in shape. */
export function markOf(group: number): Mark {
  const turn = Math.floor(group / COLOURS.length)
  return { colour: group % COLOURS.length, shape: (group + turn) % SHAPES.length }
}
