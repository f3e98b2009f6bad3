/** The form for one-shot trials, and what it asks the host. */
import type { EvaluationChoice, EvaluationPossible } from '../../../shared/contract/evaluations.ts'

/** `own` stands for trials by the fields. */
export const PROTOCOLS = ['own', 'koch', 'article', 'validation'] as const
export type ProtocolName = (typeof PROTOCOLS)[number]

export interface EvaluationForm {
  protocol: ProtocolName
  /** Undefined leaves the choice to the program. */
  way: number | undefined
  shot: number | undefined
  trials: number | undefined
  seed: number | undefined
  withinGroup: boolean | undefined
  acrossDrawer: boolean | undefined
  /** Folder of other pictures; empty for the run's own. */
  data: string
}

export type FormField = keyof EvaluationForm

/** What can be chosen for each kind of trials: the others are fixed by the name. */
const FIELDS: Readonly<Record<ProtocolName, readonly FormField[]>> = {
  own: ['way', 'shot', 'trials', 'seed', 'withinGroup', 'acrossDrawer', 'data'],
  koch: ['way', 'trials', 'seed', 'data'],
  article: ['way', 'trials', 'seed', 'data'],
  validation: [],
}

export function hasField(form: Pick<EvaluationForm, 'protocol'>, field: FormField): boolean {
  return FIELDS[form.protocol].includes(field)
}

/** As the program would do it by itself. */
export function emptyForm(): EvaluationForm {
  return {
    protocol: 'own',
    way: undefined,
    shot: undefined,
    trials: undefined,
    seed: undefined,
    withinGroup: undefined,
    acrossDrawer: undefined,
    data: '',
  }
}

/** Whether the run can be asked for these trials; about other pictures nothing is known before they are opened. */
export function isPossible(name: ProtocolName, possible: EvaluationPossible, data: string): boolean {
  if (name === 'validation') return data === '' && possible.named.includes('validation')
  if (data !== '') return true
  if (possible.classes === 'none') return false
  return name === 'own' || possible.named.includes(name)
}

/** What the form asks; what was not touched is left to the program. */
export function choiceOf(form: EvaluationForm): { choice: EvaluationChoice; data: string | null } {
  const of = <Field extends FormField>(field: Field) => (hasField(form, field) ? (form[field] ?? null) : null)
  const data = of('data')?.trim() ?? ''
  return {
    choice: {
      protocol: form.protocol === 'own' ? null : form.protocol,
      way: of('way'),
      shot: of('shot'),
      trials: of('trials'),
      seed: of('seed'),
      withinGroup: of('withinGroup'),
      acrossDrawer: of('acrossDrawer'),
    },
    data: data === '' ? null : data,
  }
}

/** Whether these trials look at the classes that were set aside as a test. */
export function usesTestClasses(form: EvaluationForm, possible: EvaluationPossible): boolean {
  return possible.classes === 'test' && form.protocol !== 'validation' && form.data.trim() === ''
}

const SUBJECTS: Readonly<Record<string, FormField>> = {
  way: 'way',
  shot: 'shot',
  trials: 'trials',
  seed: 'seed',
  'within-group': 'withinGroup',
  'across-drawer': 'acrossDrawer',
  classes: 'way',
}

/** The field a refusal is about, where it is about one that is shown. */
export function fieldOf(
  refused: { readonly code: string; readonly subject: string | null },
  form: EvaluationForm,
): FormField | undefined {
  const { code, subject } = refused
  const named = subject === null ? undefined : SUBJECTS[subject]
  const field = named ?? (subject !== null && subject === form.data.trim() ? 'data' : undefined)
  if (field === undefined) return code === 'protocol/way' && hasField(form, 'way') ? 'way' : undefined
  return hasField(form, field) ? field : undefined
}
