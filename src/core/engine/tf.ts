/**
 * The one door to TensorFlow.js: everything else imports `tf` from here. The cpu backend is registered as the reference;
 * the tracer and the native addon register theirs when they are first used.
 */
import * as tf from '@tensorflow/tfjs-core'

// The cpu backend greets Node users with an advertisement of tfjs-node the first time it runs an op; which engine runs
// is our decision and is shown by `oneshot devices`.
tf.env().set('PROD', true)
await import('@tensorflow/tfjs-backend-cpu')
// Chosen now, so that whoever takes another for a while has one to go back to.
await tf.setBackend('cpu')
// The Node build of tfjs-core leaves its gradients out; tfjs-layers' build registers them all.
await import('@tensorflow/tfjs-layers')

export { tf }
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
