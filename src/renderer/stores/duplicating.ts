import { defineStore } from 'pinia'
import { computed, nextTick, shallowRef, watch } from 'vue'
import { refusal, useClient } from '../client/index.ts'
import { splitWishes } from './split-wishes.ts'
import { useDataset } from './dataset.ts'
import { usePlan } from './plan.ts'

/** A run's recipe for a new training. That its pictures were moved is told where the training is planned, whoever asked. */
export const useDuplicating = defineStore('duplicating', () => {
  const client = useClient()
  const dataset = useDataset()
  const plan = usePlan()
  const runId = shallowRef<string | null>(null)
  /** That the pictures were moved: until they are found, or others are opened. */
  const error = shallowRef<unknown>(null)
  /** How many were asked for and are not known yet. */
  const waiting = shallowRef(0)
  let asked = 0
  watch(
    () => dataset.current?.id,
    () => (error.value = null),
  )

  /** Opens the run's pictures, where they are not open already, and plans with its recipe. @throws what goes wrong otherwise */
  async function start(id: string): Promise<void> {
    const now = ++asked
    runId.value = id
    error.value = null
    // What was planned before is not to be started by who waits for this one.
    plan.hold()
    waiting.value++
    try {
      const { details, dataset: own } = await client.runs.get({ id })
      if (!details || now !== asked) return
      const moved = own && dataset.current?.hash !== own.hash ? await openPictures(id, own.root) : null
      const isSame = dataset.current?.hash === own?.hash
      await nextTick()
      if (now !== asked) return
      // The recipe is good for other pictures as well; the same classes can be set aside only among its own.
      await plan.load(details.recipe, isSame ? splitWishes(details.split) : undefined)
      error.value = moved
    } finally {
      waiting.value--
      plan.release()
    }
  }

  /** @returns why they are not there, null where they are, or others in their place */
  async function openPictures(id: string, root: string): Promise<unknown> {
    try {
      await client.runs.seek({ id }, { context: { timeoutMs: 600_000 } })
    } catch (thrown) {
      const { code } = refusal(thrown) ?? {}
      if (code === 'run/data-moved') return thrown
      if (code !== 'run/other-data') throw thrown
    }
    await dataset.open(root)
    return null
  }

  return { runId, error, isBusy: computed(() => waiting.value > 0), start }
})
