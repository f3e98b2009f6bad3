/** NVIDIA's graphics cards as its driver on Linux lists them, in the order in which `CUDA_VISIBLE_DEVICES` counts them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const LIST = '/proc/driver/nvidia/gpus'

/** Names by number; none where there is no such driver, or where it shows no list (Windows, its Linux subsystem). */
export function nvidiaCards(list = LIST): string[] {
  try {
    // The folders are named by place on the bus, which is the order of CUDA_DEVICE_ORDER=PCI_BUS_ID.
    return readdirSync(list)
      .sort()
      .map((place) => {
        const text = readFileSync(join(list, place, 'information'), 'utf8')
        return /^Model:\s*(.+?)\s*$/m.exec(text)?.[1] ?? 'NVIDIA'
      })
  } catch {
    return []
  }
}
