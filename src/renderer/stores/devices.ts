import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Device } from '../../shared/contract/app.ts'
import { useClient } from '../client/index.ts'

/** What this computer can compute on. */
export const useDevices = defineStore('devices', () => {
  const client = useClient()
  const list = shallowRef<readonly Device[]>([])
  const isMeasuring = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const chosen = computed(() => list.value.find((device) => device.chosen))

  /** Trying every device may take a minute where a driver hangs. */
  async function load(fresh = false): Promise<void> {
    isMeasuring.value = true
    try {
      list.value = await client.app.devices({ fresh }, { context: { timeoutMs: 180_000 } })
      error.value = null
    } catch (thrown) {
      error.value = thrown
    } finally {
      isMeasuring.value = false
    }
  }

  return { list, chosen, isMeasuring, error, load }
})
