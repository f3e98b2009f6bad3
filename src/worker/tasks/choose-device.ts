import { chooseDevice } from '../../core/engine/index.ts'
import type { DeviceChoice, DeviceInfo } from '../../core/engine/index.ts'
import type { Task } from './task.ts'

export interface ChooseDeviceInput {
  /** `auto`, or the name of a device. */
  readonly device: string
  readonly known: readonly DeviceInfo[]
}

export const choose: Task<ChooseDeviceInput, DeviceChoice> = ({ device, known }) => chooseDevice(device, { known })
