/** The recipes a person can start from, how one is chosen, and how its fields are changed. */
export { chooseRecipe } from './choose.ts'
export { DEFAULTS } from './defaults.ts'
export { presetFor } from './for-data.ts'
export { formFields } from './form.ts'
export { applyChanges, applyOverrides } from './overrides.ts'
export { parseRecipe } from './parse.ts'
export { presets } from './presets.ts'
export type { PresetName } from './presets.ts'
