/** The form for one-shot trials, and what it asks the host. */
import type { EvaluationChoice, EvaluationPossible } from '../../../shared/contract/evaluations.ts'
import type { ClassPart } from '../../../shared/split.ts'
import type { InspectedProtocol } from '../../../shared/contract/protocols.ts'
import { SAVED } from '../../../shared/contract/saved-protocol.ts'

/** `own` stands for trials by the fields. */
export const PROTOCOLS = ['own', 'koch', 'vinyals', 'article', 'validation', 'saved'] as const
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
  /** Part of the run's split; undefined for the classes set aside. */
  classes: ClassPart | undefined
  /** The saved trials, once it is known what they mean for the run. */
  saved: InspectedProtocol | null
  /** Folder of other pictures; empty for the run's own. */
  data: string
}

export type FormField = keyof EvaluationForm

/** What can be chosen for each kind of trials: the others are fixed by the name. */
const FIELDS: Readonly<Record<ProtocolName, readonly FormField[]>> = {
  own: ['way', 'shot', 'trials', 'seed', 'withinGroup', 'acrossDrawer', 'classes', 'data'],
  koch: ['way', 'trials', 'seed', 'classes', 'data'],
  vinyals: ['way', 'shot', 'trials', 'seed', 'classes', 'data'],
  article: ['way', 'trials', 'seed', 'classes', 'data'],
  validation: [],
  saved: ['saved'],
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
    classes: undefined,
    saved: null,
    data: '',
  }
}

/** Whether the run can be asked for these trials; about other pictures nothing is known before they are opened. */
export function isPossible(name: ProtocolName, possible: EvaluationPossible, data: string, part?: ClassPart): boolean {
  if (name === 'validation') return data === '' && possible.named.includes('validation')
  // What another part of the split allows is told by the program when it is asked.
  if (name === 'saved' || data !== '' || part !== undefined) return true
  if (possible.classes === 'none') return false
  return name === 'own' || possible.named.includes(name)
}

/** What the form asks; what was not touched is left to the program. */
export function choiceOf(form: EvaluationForm): { choice: EvaluationChoice; data: string | null } {
  const of = <Field extends FormField>(field: Field) => (hasField(form, field) ? (form[field] ?? null) : null)
  const data = of('data')?.trim() ?? ''
  return {
    choice: {
      protocol: nameOf(form),
      way: of('way'),
      shot: of('shot'),
      trials: of('trials'),
      seed: of('seed'),
      withinGroup: of('withinGroup'),
      acrossDrawer: of('acrossDrawer'),
      // Other pictures have no parts.
      classes: data === '' ? of('classes') : null,
    },
    data: data === '' ? null : data,
  }
}

function nameOf({ protocol, saved }: EvaluationForm): string | null {
  if (protocol === 'own') return null
  return protocol === 'saved' ? `${SAVED}${saved?.hash ?? ''}` : protocol
}

/** Whether everything is said that has no default. */
export function isComplete({ protocol, saved }: EvaluationForm): boolean {
  return protocol !== 'saved' || saved !== null
}

/** Whether these trials look at the classes that were set aside as a test. */
export function usesTestClasses(form: EvaluationForm, possible: EvaluationPossible): boolean {
  if (form.protocol === 'saved') return form.saved !== null && form.saved.parts.test > 0
  if (form.protocol === 'validation' || form.data.trim() !== '') return false
  return (form.classes ?? possible.classes) === 'test'
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
  if (form.protocol === 'saved') return undefined
  if (code === 'evaluate/no-part' && subject === 'classes') return 'classes'
  const named = subject === null ? undefined : SUBJECTS[subject]
  const field = named ?? (subject !== null && subject === form.data.trim() ? 'data' : undefined)
  if (field === undefined) return code === 'protocol/way' && hasField(form, 'way') ? 'way' : undefined
  return hasField(form, field) ? field : undefined
}
