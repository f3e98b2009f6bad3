/** The page beside an export: what it is, and programs that use it as they stand. */
import type { Recipe } from '../../shared/recipe.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { isInverted } from './describe.ts'
import { browserSnippet, nodeSnippet, pythonSnippet, tfjsSnippet } from './snippets.ts'
import type { Differences, ExportFormat } from './types.ts'

export interface ReadmeOptions {
  readonly recipe: Recipe
  readonly format: ExportFormat
  readonly fold: boolean
  /** Numbers in a code. */
  readonly codes: number
  /** Names of the golden pictures. */
  readonly pictures: readonly string[]
  readonly differences: Differences
  /** Whether a licence of the backbone lies beside it. */
  readonly licence: boolean
}

const PACKAGES = packageJson.dependencies

/** The page as Markdown. */
export function readme(options: ReadmeOptions): string {
  const { recipe, format, fold, codes, pictures, differences, licence } = options
  const { width, height, channels, fit } = recipe.input
  const model = format === 'onnx' ? '`model.onnx`' : '`model.json` and its `.bin` shards'
  const pair = format === 'onnx' ? '`pair-score.onnx`' : '`pair-score/model.json`'
  const range = fold ? 'bytes 0..255 (the model scales them itself)' : 'float32, value / 255'
  const turned = !fold && isInverted(recipe) ? ', then 1 - value: drawings are fed with ink as 1' : ''
  const views =
    recipe.encoder.kind !== 'backbone' && recipe.views > 1
      ? `\nThe run itself averages the codes of ${recipe.views} slightly turned and sized views of a picture; \`export.json\`\n` +
        'lists them under `views`. The model gives the code of one view.\n'
      : ''
  return `# ${recipe.name}

A network that turns a picture into a code of ${codes} numbers, and a head that says how different two pictures are. Pictures
of the same class, even of classes it was never trained on, have a small distance. Made by Oneshot Studio ${packageJson.version}.

| File | What |
|---|---|
| ${model} | \`images\` [batch, ${height}, ${width}, ${channels}] to \`codes\` [batch, ${codes}] |
| ${pair} | \`a\`, \`b\` [batch, ${codes}] (codes; \`a\` is the query) to \`distance\` [batch], smaller is more alike |
| \`export.json\` | preprocessing, head, run and versions as data |
| \`golden/*.npy\` | ${pictures.length} pictures as they are fed, the run's codes for them, and the distance of each to the next |
${licence ? '| `BACKBONE-LICENSE.txt` | licence of the frozen network inside the model |\n' : ''}
## Preparing a picture

1. Decode it upright; lay transparency on white; ${channels === 1 ? 'make it grey (Rec. 601)' : 'take red, green and blue'}.
2. Bring it to ${width} x ${height} pixels with a Lanczos filter, ${fit === 'contain' ? 'keeping the proportions, with white margins' : 'stretching it'}.
3. Feed ${range}${turned}. Rows from top to bottom, the channels of a pixel side by side.
${views}
Checked when it was written, by a fresh process that read these files: codes differ from the run's own by at most
${differences.codes.toExponential(1)} of the largest number, distances by ${differences.distances.toExponential(1)}.

${format === 'onnx' ? onnxUse(options) : tfjsUse(options)}`
}

function block(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\`\n`
}

function onnxUse(options: ReadmeOptions): string {
  return `## Node

\`npm install onnxruntime-node\`, then in this folder:

${block('js', nodeSnippet(options))}
## Python

\`pip install onnxruntime numpy\`, then in this folder:

${block('python', pythonSnippet(options))}
## Browser

${block('html', browserSnippet(options, PACKAGES['onnxruntime-node']))}`
}

function tfjsUse(options: ReadmeOptions): string {
  return `## Browser

Served over HTTP from this folder:

${block('html', tfjsSnippet(options, PACKAGES['@tensorflow/tfjs-core']))}`
}
