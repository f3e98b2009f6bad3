/** The models of an export as files of its format. */
import packageJson from '../../../package.json' with { type: 'json' }
import { encodeModel, type OnnxModel } from '../engine/onnx-file/index.ts'
import { cardMetadata, type ModelCard } from './describe.ts'
import { toGraphModel } from './tfjs/convert.ts'
import { graphModelFiles, type NamedBytes } from './tfjs/write.ts'
import type { ExportFormat } from './types.ts'

const GENERATOR = `oneshot-studio ${packageJson.version}`

export interface ExportModels {
  readonly model: OnnxModel
  readonly pair: OnnxModel
}

/** @throws UserError `export/unsupported` when the format lacks an op */
export async function modelFiles(
  { model, pair }: ExportModels,
  card: ModelCard,
  format: ExportFormat,
): Promise<NamedBytes[]> {
  if (format === 'onnx')
    return [
      { name: 'model.onnx', bytes: encodeModel(signed(model, card)) },
      { name: 'pair-score.onnx', bytes: encodeModel(signed(pair, card)) },
    ]
  return [
    ...graphModelFiles(await toGraphModel(model), '', { generatedBy: GENERATOR, metadata: card }),
    ...graphModelFiles(await toGraphModel(pair), 'pair-score/', { generatedBy: GENERATOR }),
  ]
}

function signed(model: OnnxModel, card: ModelCard): OnnxModel {
  const others = model.metadataProps.filter(({ key }) => !key.startsWith('oneshot.'))
  return {
    ...model,
    producerName: 'oneshot-studio',
    producerVersion: packageJson.version,
    metadataProps: [...others, ...cardMetadata(card)],
  }
}
