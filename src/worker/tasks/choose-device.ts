import { chooseDevice } from '../../core/engine/index.ts'
import type { DeviceChoice } from '../../core/engine/index.ts'
import type { Task } from './task.ts'

export interface ChooseDeviceInput {
  /** `auto`, or the name of a device. */
  readonly device: string
  readonly cacheDir?: string
}

export const choose: Task<ChooseDeviceInput, DeviceChoice> = ({ device, ...options }) => chooseDevice(device, options)
