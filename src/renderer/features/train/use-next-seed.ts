import { computed, watch } from 'vue'
import { useRouter } from 'vue-router'
import { useActive } from '../../stores/active.ts'
import { useRuns } from '../../stores/runs.ts'
import type { SeedMember } from '../../stores/seed-members.ts'

/** Who watched a seed to its end is shown the next one when it begins. */
export function useNextSeed(runId: string, isLive: () => boolean, members: () => readonly SeedMember[]): void {
  const router = useRouter()
  const active = useActive()
  const runs = useRuns()
  let wasLive = false
  const isOther = (id: string) => id !== runId && members().some((member) => member.id === id)
  const next = computed(() => active.list.find((each) => isOther(each.runId))?.runId)
  watch(
    [isLive, next],
    ([live, begun]) => {
      wasLive ||= live
      if (!wasLive || live || begun === undefined) return
      runs.setCurrent(begun)
      void router.replace({ name: 'train', params: { runId: begun } })
    },
    { immediate: true },
  )
}
