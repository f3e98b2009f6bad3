/** An optimiser as pure functions over named tensors. */
import type { Scalar, SpecMap, TensorMap } from '../../engine/index.ts'

/** One kind of optimiser with its numbers filled in. */
export interface Optimiser {
  /** Its own state (zeros at first), e.g. `adam.m/conv1/kernel`. */
  state(parameters: SpecMap): SpecMap
  /**
   * One step.
   * @param rate learning rate, [] @param step number of this step, starting at 1, []
   * @returns next parameters and next state, in one map
   */
  update(parameters: TensorMap, gradients: TensorMap, state: TensorMap, rate: Scalar, step: Scalar): TensorMap
}
