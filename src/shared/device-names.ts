/** Every device there may be: engines for work, and `reference`, TensorFlow.js' own cpu backend (slow, for tests). */
export const DEVICE_NAMES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml', 'tensorflow', 'reference'] as const

/** A device by name. `auto` is no device: `chooseDevice` tells which it is. */
export type DeviceName = (typeof DEVICE_NAMES)[number]
