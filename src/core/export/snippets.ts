/** Programs for the page beside an export. Those for Node and Python run as they are, in the export's folder. */
import type { Recipe } from '../../shared/recipe.ts'
import { isInverted } from './describe.ts'

export interface SnippetOptions {
  readonly recipe: Recipe
  readonly fold: boolean
}

/** Reads the golden files, runs both models, prints the differences. */
export function nodeSnippet({ recipe, fold }: SnippetOptions): string {
  const { width, height, channels } = recipe.input
  const [type, array] = fold ? ['uint8', 'Uint8Array'] : ['float32', 'Float32Array']
  return `
import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-node'

/** Numbers of a .npy file: they begin behind a header whose length stands in bytes 8 and 9. */
function numbers(file, Type) {
  const bytes = readFileSync(file)
  return new Type(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer)
}

const pictures = numbers('golden/inputs.npy', ${array})
const count = pictures.length / (${height} * ${width} * ${channels})
const model = await ort.InferenceSession.create('model.onnx')
const { codes } = await model.run({ images: new ort.Tensor('${type}', pictures, [count, ${height}, ${width}, ${channels}]) })

// How different are the first two pictures?
const head = await ort.InferenceSession.create('pair-score.onnx')
const size = codes.dims[1]
const row = (i) => new ort.Tensor('float32', codes.data.slice(i * size, (i + 1) * size), [1, size])
const { distance } = await head.run({ a: row(0), b: row(1) })
console.log('distance', distance.data[0])

const expected = numbers('golden/outputs.npy', Float32Array)
console.log('largest difference', Math.max(...codes.data.map((value, i) => Math.abs(value - expected[i]))))
`
}

/** The same in Python; its `prepare` makes any file what the model takes. */
export function pythonSnippet({ recipe, fold }: SnippetOptions): string {
  const { width, height, channels, fit } = recipe.input
  const mode = channels === 1 ? 'L' : 'RGB'
  const scaled = isInverted(recipe) ? '1 - pixels / np.float32(255)' : 'pixels / np.float32(255)'
  const resized =
    fit === 'contain'
      ? `picture = ImageOps.pad(picture, (${width}, ${height}), Image.Resampling.LANCZOS, color='white')`
      : `picture = picture.resize((${width}, ${height}), Image.Resampling.LANCZOS)`
  return `
import numpy as np
import onnxruntime as ort

model = ort.InferenceSession('model.onnx')
head = ort.InferenceSession('pair-score.onnx')
images = np.load('golden/inputs.npy')
[codes] = model.run(['codes'], {'images': images})

# How different are the first two pictures?
[distance] = head.run(['distance'], {'a': codes[0:1], 'b': codes[1:2]})
print('distance', distance[0])
print('largest difference', np.abs(codes - np.load('golden/outputs.npy')).max())


def prepare(file):
    """A picture of yours as the model takes it (pip install pillow)."""
    from PIL import Image${fit === 'contain' ? ', ImageOps' : ''}
    picture = Image.open(file).convert('RGBA')
    white = Image.new('RGBA', picture.size, 'white')
    picture = Image.alpha_composite(white, picture).convert('${mode}')
    ${resized}
    pixels = np.asarray(picture, np.uint8).reshape(1, ${height}, ${width}, ${channels})
    return ${fold ? 'pixels' : `(${scaled}).astype(np.float32)`}
`
}

/** Pixels of a picture in a page, in the model's size. */
function canvasLines({ recipe }: SnippetOptions): string {
  const { width, height, fit } = recipe.input
  const place =
    fit === 'contain'
      ? `const scale = Math.min(${width} / img.naturalWidth, ${height} / img.naturalHeight)
    const [w, h] = [img.naturalWidth * scale, img.naturalHeight * scale]
    context.drawImage(img, (${width} - w) / 2, (${height} - h) / 2, w, h)`
      : `context.drawImage(img, 0, 0, ${width}, ${height})`
  return `const canvas = new OffscreenCanvas(${width}, ${height})
    const context = canvas.getContext('2d')
    context.fillStyle = 'white'
    context.fillRect(0, 0, ${width}, ${height})
    context.imageSmoothingQuality = 'high'
    ${place}`
}

/** Compares two pictures of a page, with ONNX Runtime. @param version of onnxruntime-web */
export function browserSnippet(options: SnippetOptions, version: string): string {
  const { recipe, fold } = options
  const { width, height, channels } = recipe.input
  const [type, array] = fold ? ['uint8', 'Uint8Array'] : ['float32', 'Float32Array']
  const grey = '(0.299 * data[i * 4] + 0.587 * data[i * 4 + 1] + 0.114 * data[i * 4 + 2])'
  const value = channels === 1 ? grey : 'data[Math.floor(i / 3) * 4 + (i % 3)]'
  const scaled = fold ? value : isInverted(recipe) ? `1 - ${value} / 255` : `${value} / 255`
  return `
<script type="module">
  import * as ort from 'https://cdn.jsdelivr.net/npm/onnxruntime-web@${version}/dist/ort.min.mjs'

  const model = await ort.InferenceSession.create('model.onnx')
  const head = await ort.InferenceSession.create('pair-score.onnx')

  /** Code of an <img> that has loaded. */
  async function codeOf(img) {
    ${canvasLines(options)}
    const { data } = context.getImageData(0, 0, ${width}, ${height})
    const values = ${array}.from({ length: ${width * height * channels} }, (_, i) => ${scaled})
    const images = new ort.Tensor('${type}', values, [1, ${height}, ${width}, ${channels}])
    return (await model.run({ images })).codes
  }

  const [first, second] = document.querySelectorAll('img')
  const { distance } = await head.run({ a: await codeOf(first), b: await codeOf(second) })
  console.log('distance', distance.data[0])
</script>
`
}

/** The same with TensorFlow.js. @param version of @tensorflow/tfjs */
export function tfjsSnippet(options: SnippetOptions, version: string): string {
  const { recipe, fold } = options
  const pixels = recipe.input.channels === 3 ? 'tf.browser.fromPixels(canvas)' : greyPixels
  const scaled = fold
    ? ''
    : isInverted(recipe)
      ? '\n      const images = tf.sub(1, pixels.div(255))'
      : '\n      const images = pixels.div(255)'
  return `
<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@${version}/dist/tf.min.js"></script>
<script type="module">
  const model = await tf.loadGraphModel('model.json')
  const head = await tf.loadGraphModel('pair-score/model.json')

  /** Code of an <img> that has loaded. */
  function codeOf(img) {
    ${canvasLines(options)}
    return tf.tidy(() => {
      const ${fold ? 'images' : 'pixels'} = ${pixels}.expandDims(0)${scaled}
      return model.execute({ images })
    })
  }

  const [first, second] = document.querySelectorAll('img')
  const distance = head.execute({ a: codeOf(first), b: codeOf(second) })
  console.log('distance', (await distance.data())[0])
</script>
`
}

const greyPixels = "tf.browser.fromPixels(canvas).mul([0.299, 0.587, 0.114]).sum(-1, true).round().cast('int32')"
