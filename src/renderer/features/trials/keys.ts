/** What the keys do on the Trials page. */

export const TRIAL_ACTIONS = [
  'previous',
  'next',
  'first',
  'last',
  'wrongOnly',
  'redraw',
  'original',
  'neighbours',
  'occlusion',
  'zoom',
] as const
export type TrialAction = (typeof TRIAL_ACTIONS)[number]

/** What is written on the button of each action. */
export const KEY_NAMES: Readonly<Record<TrialAction, string>> = {
  previous: '←',
  next: '→',
  first: 'Home',
  last: 'End',
  wrongOnly: 'W',
  redraw: 'R',
  original: '0',
  neighbours: 'N',
  occlusion: 'O',
  zoom: 'Space',
}

const ACTIONS = new Map<string, TrialAction>([
  ['ArrowLeft', 'previous'],
  ['ArrowUp', 'previous'],
  ['ArrowRight', 'next'],
  ['ArrowDown', 'next'],
  ['Home', 'first'],
  ['End', 'last'],
  ['w', 'wrongOnly'],
  ['r', 'redraw'],
  ['0', 'original'],
  ['n', 'neighbours'],
  ['o', 'occlusion'],
  [' ', 'zoom'],
])

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/**
 * @param onControl whether the focus is on something that the key means something to already: Space presses a button
 */
export function actionFor({ key, ctrlKey, metaKey, altKey }: Pressed, onControl: boolean): TrialAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  const action = ACTIONS.get(key.length === 1 ? key.toLowerCase() : key)
  return action === 'zoom' && onControl ? undefined : action
}
