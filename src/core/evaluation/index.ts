export { accuracyCurve, curveTrials, pointsOf, widestWays } from './accuracy-curve.ts'
export type { CurveOptions, DrawOptions } from './accuracy-curve.ts'
export { clusteredInterval, supportSets } from './clusters.ts'
export { confusionOf } from './confusion.ts'
export { baselines, evaluate, wrongTrials, type BaselineOptions, type EvaluateOptions } from './evaluate.ts'
export { hausdorffTrials, modifiedHausdorff } from './hausdorff.ts'
export { guessInk, inkPoints, type Ink, type InkPoints } from './ink.ts'
export { kochProtocol, type KochOptions } from './koch.ts'
export { loadLakeRuns, type LakePicture, type LakeRuns } from './lake.ts'
export { PROTOCOL_NAMES, type ProtocolName } from './names.ts'
export { rankNeighbours, type Neighbour } from './neighbours.ts'
export { isProtocolName, namedProtocol, type NamedOptions } from './named.ts'
export { paced } from './pace.ts'
export { pixelDistance, pixelTrials } from './pixels.ts'
export {
  datasetName,
  loadProtocol,
  protocolFromJson,
  protocolToJson,
  saveProtocol,
  type PictureList,
} from './protocol-file.ts'
export { hashTrials } from './protocol-hash.ts'
export { largestWay, makeProtocol, type ProtocolOptions } from './protocol.ts'
export { rasterTarget, rastersOf, type Raster, type ReadRaster } from './rasters.ts'
export { pictureName, turnedDataset, turnedPictures, turnPixels, unturned } from './turned.ts'
export { redraw, redrawPictures } from './redraw.ts'
export { rowDistance, scoreTrials } from './score.ts'
export {
  denseProtocol,
  judge,
  picturesOf,
  runTrials,
  summarise,
  type DenseProtocol,
  type WayDistance,
} from './trials.ts'
export { verify } from './verify.ts'
export type { VerifyOptions } from './verify.ts'
