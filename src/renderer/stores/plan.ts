import { defineStore } from 'pinia'
import { computed, reactive, shallowRef, watch } from 'vue'
import type { PlanWishes, PresetName, TrainingPlan } from '../../shared/contract/plan.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { recipeChanges } from '../../shared/recipe-differences.ts'
import { refusal, useClient } from '../client/index.ts'
import { useDataset } from './dataset.ts'

type Wishes = Omit<PlanWishes, 'datasetId'>

/** Milliseconds of quiet before what is typed is sent. */
const QUIET = 150

/** Which classes are set apart, left to the program. */
const anySplit = { validation: null, test: null, by: null, splitSeed: null }
const untouched = (): Wishes => ({ preset: 'auto', overrides: {}, ...anySplit })

/** What would be trained: the person's wishes, and the plan the host makes of them. */
export const usePlan = defineStore('plan', () => {
  const client = useClient()
  const dataset = useDataset()
  const wishes = reactive<Wishes>(untouched())
  const plan = shallowRef<TrainingPlan | null>(null)
  const error = shallowRef<unknown>(null)
  const isPlanning = shallowRef(false)
  /** Where to train, and how often: each time with the next seed. */
  const device = shallowRef('auto')
  const seeds = shallowRef(1)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What the present plan, or the error instead of it, answers. */
  let answered = ''
  let holds = 0
  const question = () => JSON.stringify([dataset.current?.id, wishes])

  async function make(): Promise<void> {
    clearTimeout(timer)
    const own = ++asked
    const asking = question()
    if (!dataset.current || holds > 0) {
      isPlanning.value = false
      return
    }
    isPlanning.value = true
    try {
      const made = await dataset.withDataset((datasetId) =>
        client.plan.make({ ...wishes, overrides: { ...wishes.overrides }, datasetId }),
      )
      if (own !== asked) return
      plan.value = made
      error.value = null
    } catch (thrown) {
      if (own === asked) error.value = thrown
    } finally {
      if (own === asked) {
        answered = asking
        isPlanning.value = false
      }
    }
  }

  /** Forgets the present plan, and the one that is on its way. */
  function clear(): void {
    asked++
    plan.value = null
    error.value = null
    answered = ''
  }

  /** There is no plan until it is released: other wishes are on their way. */
  function hold(): void {
    holds++
    clear()
  }
  function release(): void {
    holds--
    void make()
  }

  /** The plan for what is wished now: who changes a field and starts at once means the changed one. Null where it is refused. */
  async function settled(): Promise<TrainingPlan | null> {
    if (answered !== question()) await make()
    return error.value === null && answered === question() ? plan.value : null
  }

  watch(
    [() => dataset.current?.id, () => JSON.stringify(wishes)],
    ([id], [idBefore]) => {
      clearTimeout(timer)
      if (id !== idBefore) {
        // What is known of other pictures says nothing of these.
        clear()
        // They have other groups; what was said about recipe fields may well still be meant.
        Object.assign(wishes, anySplit)
      }
      timer = setTimeout(() => void make(), id === idBefore ? QUIET : 0)
    },
    { immediate: false },
  )
  void make()

  /** What is computed at once has no budget, and comes out the same with every seed. */
  const isAtOnce = computed(() => plan.value?.recipe.encoder.kind === 'backbone')

  /** The field at fault, by its dotted name, and the sentence about it. */
  const fieldError = computed(() => {
    const refused = refusal(error.value)
    return refused?.subject ? { field: refused.subject, ...refused } : undefined
  })

  function setPreset(preset: PresetName | 'auto'): void {
    const seed = wishes.overrides['seed']
    Object.assign(wishes, { preset, overrides: seed === undefined ? {} : { seed } })
  }

  function setField(name: string, value: unknown): void {
    wishes.overrides = { ...wishes.overrides, [name]: value }
    // Another seed draws other classes.
    if (name === 'seed') wishes.splitSeed = null
  }

  /**
   * The value of a field to show: what the person said last, also while the host has not answered yet or has refused it.
   * @param planned what the present plan says
   */
  function wished(name: string, planned: unknown): unknown {
    return name in wishes.overrides ? wishes.overrides[name] : planned
  }

  /** Back to what the recipe says; all of them without a name. */
  function resetField(name?: string): void {
    const { [name ?? '']: _, ...others } = wishes.overrides
    wishes.overrides = name === undefined ? {} : others
  }

  function setSplit(changes: Partial<Pick<Wishes, 'validation' | 'test' | 'by'>>): void {
    Object.assign(wishes, changes)
  }

  /** Starts from another run's recipe: its preset where its name tells one, every field that differs, and its split. */
  async function load(recipe: Recipe, split?: Pick<Wishes, 'validation' | 'test' | 'by' | 'splitSeed'>): Promise<void> {
    const presets = await client.plan.presets(dataset.current ? { datasetId: dataset.current.id } : {})
    const base = presets.find(({ name }) => name === recipe.name) ?? presets.find(({ name }) => name === 'all-pairs')
    if (!base) return
    Object.assign(wishes, { preset: base.name, overrides: recipeChanges(base.recipe, recipe), ...split })
  }

  return {
    wishes,
    plan,
    error,
    fieldError,
    isPlanning,
    isAtOnce,
    device,
    seeds,
    make,
    hold,
    release,
    settled,
    wished,
    setPreset,
    setField,
    resetField,
    setSplit,
    load,
  }
})
