/** ONNX files as data: taken apart, tidied, run. */
export { programToModel } from './from-program.ts'
export { dropUnused, foldConstants } from './fold.ts'
export {
  decodeModel,
  encodeModel,
  floatAttribute,
  intAttribute,
  intsAttribute,
  opsetOf,
  textAttribute,
} from './model.ts'
export type { AttributeProto, NodeProto, OnnxModel, TensorProto, ValueInfo } from './model.ts'
export { mergePads } from './pads.ts'
export { renameValues } from './rename.ts'
export { openOnnxFile } from './run.ts'
export type { FileTensors } from './run.ts'
export { findShapes } from './shapes.ts'
export type { FoundShape } from './shapes.ts'
export { makeTensor, readTensor } from './tensor.ts'
export type { FileTensor } from './tensor.ts'
