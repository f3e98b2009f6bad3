/** Where the window was and how large, from one session to the next. */
import type { Rectangle } from 'electron'
import { z } from 'zod'

/** The page needs this much room. */
const SMALLEST_CONTENT = { width: 1024, height: 700 }
const FIRST_SIZE = { width: 1360, height: 900 }
/** So much of the window, and the top of it, must be on a screen to be caught with the mouse. */
const CATCHABLE = { width: 120, height: 32 }

export const windowStateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(100),
  height: z.number().int().min(100),
  maximised: z.boolean(),
})

export type WindowState = z.infer<typeof windowStateSchema>

export interface Placement {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximised: boolean
}

function overlap(fromA: number, toA: number, fromB: number, toB: number): number {
  return Math.min(toA, toB) - Math.max(fromA, fromB)
}

function isOn({ x, y, width, height }: Rectangle, state: WindowState): boolean {
  const across = overlap(x, x + width, state.x, state.x + state.width)
  const topEdge = state.y >= y && state.y + CATCHABLE.height <= y + height
  return topEdge && across >= CATCHABLE.width
}

/**
 * Where to open: as it was, if that is still on a screen, and never larger than the screen.
 * @param screens their areas without task bars, the main one first
 */
export function placeWindow(state: WindowState | undefined, screens: readonly Rectangle[]): Placement {
  const screen = state && screens.find((area) => isOn(area, state))
  const area = screen ?? screens[0]
  const { width, height } = state ?? FIRST_SIZE
  const size = {
    width: Math.min(width, area?.width ?? width),
    height: Math.min(height, area?.height ?? height),
    maximised: state?.maximised ?? false,
  }
  return screen && state ? { x: state.x, y: state.y, ...size } : size
}

/** The smallest window whose content has room enough, or the screen's size where that is less. */
export function smallestWindow(
  outer: readonly number[],
  content: readonly number[],
  area: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const frame = { width: (outer[0] ?? 0) - (content[0] ?? 0), height: (outer[1] ?? 0) - (content[1] ?? 0) }
  return {
    width: Math.min(SMALLEST_CONTENT.width + frame.width, area.width),
    height: Math.min(SMALLEST_CONTENT.height + frame.height, area.height),
  }
}
