/** What is shown beside the query of a trial. */
export const TRIAL_PANELS = ['supports', 'neighbours', 'occlusion'] as const
export type TrialPanel = (typeof TRIAL_PANELS)[number]

/** The panel that an address names; the supports where it names none that there is. */
export function panelOf(asked: unknown): TrialPanel {
  return TRIAL_PANELS.find((panel) => panel === asked) ?? 'supports'
}
