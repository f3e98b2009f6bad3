/** What stands under a picture on the map. */
export const LABELS = ['none', 'class', 'file'] as const
export type Label = (typeof LABELS)[number]

/** What the panel beside the map shows. */
export const PANELS = ['legend', 'picked', 'neighbours'] as const
export type Panel = (typeof PANELS)[number]
