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
  toNumber,
} from './model.ts'
export type { AttributeProto, GraphProto, NodeProto, OnnxModel, TensorProto, ValueInfo } from './model.ts'
export { mergePads } from './pads.ts'
export { renameValues } from './rename.ts'
export { openOnnxFile, runOnnxOnce } from './run.ts'
export type { FileTensors, OpenFile } from './run.ts'
export { exampleInputs, findShapes } from './shapes.ts'
export type { FoundShape } from './shapes.ts'
export { makeTensor, readTensor } from './tensor.ts'
export type { FileData, FileElementType, FileTensor } from './tensor.ts'
