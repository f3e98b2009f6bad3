/**
 * Frozen feature networks in ONNX files. What a file expects of its pictures (size, order, mean, scale) stands in a
 * sidecar `NAME.json` beside it; without one, ImageNet's usual 0..1 RGB with mean and deviation is taken.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { UserError, messageOf } from '../../shared/errors.ts'
import { resourcePath } from '../program-files.ts'
import type { DeviceName } from '../../shared/device-names.ts'
import { createSession, ort } from './onnx/session.ts'

const sidecarSchema = z.strictObject({
  /** Pixels on each side. */
  size: z.number().int().min(8).max(1024),
  /** A value v of 0..255 is fed as (v - mean) / deviation, one number for all channels or one each. */
  mean: z.array(z.number()).min(1).max(3),
  deviation: z.array(z.number().positive()).min(1).max(3),
  layout: z.enum(['nchw', 'nhwc']),
})

type Sidecar = z.infer<typeof sidecarSchema>

const IMAGENET = { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] }

/** What a file expects: a value v of 0..255 as (v - mean) / deviation, in this order. */
export type BackboneInput = Pick<Sidecar, 'mean' | 'deviation' | 'layout'>

export interface Backbone {
  /** Absolute path of the ONNX file. */
  readonly path: string
  readonly input: BackboneInput
  /** Pixels on each side of the square it takes. */
  readonly inputSize: number
  /** Numbers it gives for a picture. */
  readonly features: number
  /** @param pixels uint8 [count, inputSize, inputSize, 3] RGB; @returns float32 [count, features] */
  extract(pixels: Uint8Array, count: number): Promise<Float32Array>
  dispose(): Promise<void>
}

/** File of a bundled backbone by its name, or the path itself. @throws UserError when there is none. */
export function backbonePath(model: string): string {
  const bundled = /^[\w-]+$/.test(model) ? resourcePath(`backbones/${model}-features.onnx`) : undefined
  const path = bundled ?? model
  if (existsSync(path)) return path
  throw new UserError('engine/no-backbone', `There is no backbone '${model}'.`, {
    subject: 'encoder.model',
    values: { model },
    next: "Give the path of an ONNX file, or 'efficientnet-lite0', which is bundled.",
  })
}

async function readSidecar(path: string): Promise<Sidecar | undefined> {
  const file = path.replace(/\.onnx$/, '.json')
  if (!existsSync(file)) return undefined
  try {
    return sidecarSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new UserError('engine/bad-sidecar', `${file} does not describe a backbone: ${messageOf(cause)}`, {
      subject: file,
      next: 'It holds size, mean, deviation and layout, as resources/backbones/efficientnet-lite0-features.json does.',
      cause,
    })
  }
}

/** Input description the ONNX file itself gives. */
function declared(session: ort.InferenceSession, path: string): { size: number; layout: Sidecar['layout'] } {
  const input = session.inputMetadata[0]
  const shape = input?.isTensor ? input.shape.map((size) => (typeof size === 'number' ? size : 0)) : []
  const layout = shape[1] === 3 ? 'nchw' : shape[3] === 3 ? 'nhwc' : undefined
  if (shape.length !== 4 || !layout)
    throw new UserError(
      'engine/bad-backbone',
      `${path} does not take colour pictures: its input is [${shape.join(', ')}].`,
      {
        subject: path,
        next: 'A backbone takes [n, 3, size, size] or [n, size, size, 3] and gives one row of numbers per picture.',
      },
    )
  return { size: (layout === 'nchw' ? shape[2] : shape[1]) || 224, layout }
}

function fill(
  target: Float32Array,
  pixels: Uint8Array,
  count: number,
  { size, mean, deviation, layout }: Sidecar,
): void {
  const plane = size * size
  for (let channel = 0; channel < 3; channel++) {
    const centre = mean[channel] ?? (mean[0] as number)
    const scale = 1 / (deviation[channel] ?? (deviation[0] as number))
    for (let picture = 0; picture < count; picture++) {
      const from = picture * plane * 3 + channel
      const [to, stride] = layout === 'nchw' ? [(picture * 3 + channel) * plane, 1] : [from, 3]
      for (let i = 0; i < plane; i++) target[to + i * stride] = ((pixels[from + i * 3] as number) - centre) * scale
    }
  }
}

/**
 * Opens a backbone.
 * @param model name of a bundled one (`efficientnet-lite0`) or path of an ONNX file
 * @throws UserError when the file is missing or is not such a network
 */
export async function loadBackbone(model: string, device: DeviceName): Promise<Backbone> {
  const path = backbonePath(model)
  const provider = device === 'reference' || device === 'tensorflow' ? 'cpu' : device
  const session = await createSession(await readFile(path), { provider, inference: true }).catch((cause: unknown) => {
    throw new UserError('engine/bad-backbone', `${path} cannot be loaded: ${messageOf(cause)}`, {
      subject: path,
      next: 'Check that it is an ONNX file of opset 21 or lower.',
      cause,
    })
  })
  const own = declared(session, path)
  const sidecar = (await readSidecar(path)) ?? { ...IMAGENET, ...own }
  const [inputName, outputName] = [session.inputNames[0] as string, session.outputNames[0] as string]
  const { size, layout } = sidecar

  const extract = async (pixels: Uint8Array, count: number): Promise<Float32Array> => {
    const data = new Float32Array(count * size * size * 3)
    fill(data, pixels, count, sidecar)
    const shape = layout === 'nchw' ? [count, 3, size, size] : [count, size, size, 3]
    const result = (await session.run({ [inputName]: new ort.Tensor('float32', data, shape) }))[outputName]
    return result?.data as Float32Array
  }
  // One grey picture tells how many numbers come out, whatever the file declares.
  const features = (await extract(new Uint8Array(size * size * 3).fill(127), 1)).length
  return { path, input: sidecar, inputSize: size, features, extract, dispose: () => session.release() }
}
