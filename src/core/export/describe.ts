/** What somebody who has only the exported files must know, as data: `export.json` and the model's own metadata. */
import type { InputSpec, Recipe } from '../../shared/recipe.ts'
import type { PairScore } from '../../shared/evaluation.ts'
import { currentVersions } from '../runs/index.ts'
import type { RunRecord } from '../runs/index.ts'
import type { Checkpoint } from '../training/checkpoint/index.ts'
import { viewsOf } from '../training/augment/index.ts'
import type { ExportFormat } from './types.ts'

/** Weights longer than this stand in the pair model only. */
const LONGEST_WEIGHT = 4096

const FORMULAS = {
  cosine: '1 - (a . b) / (|a| |b|)',
  euclidean: '|a - b|',
  l1: 'sigmoid(weight . |a - b| + bias)',
  subtract: 'sigmoid(weight . (a - b) + bias), a being the query',
} as const

export interface DescribeOptions {
  readonly record: RunRecord
  readonly checkpoint: Pick<Checkpoint, 'loop'>
  readonly format: ExportFormat
  readonly fold: boolean
  /** Numbers in a code. */
  readonly codes: number
  readonly score: PairScore
}

/** Everything to know about a model, each topic an object of its own. */
export interface ModelCard {
  readonly format: 'oneshot-export'
  readonly version: 1
  readonly target: ExportFormat
  readonly input: object
  readonly output: object
  readonly compare: object
  readonly views: object
  readonly run: object
  readonly versions: object
}

/** The card of an export, from what decided it. */
export function describeExport(options: DescribeOptions): ModelCard {
  const { record, checkpoint, format, fold, codes, score } = options
  const { recipe } = record
  return {
    format: 'oneshot-export',
    version: 1,
    target: format,
    input: describeInput(recipe, format, fold),
    output: { name: 'codes', type: 'float32', shape: ['batch', codes] },
    compare: describeScore(score),
    views: describeViews(recipe),
    run: {
      recipe: recipe.name,
      seed: recipe.seed,
      encoder: recipe.encoder.kind,
      step: checkpoint.loop.step,
      created: record.created,
      dataset: { hash: record.dataset.hash, classes: record.dataset.classes, pictures: record.dataset.pictures },
      trainedClasses: record.split.train.length,
    },
    versions: { trained: record.versions, exported: currentVersions() },
  }
}

/** Whether values are turned round, so that ink is 1. A backbone is fed as it was trained. */
export function isInverted({ input, encoder }: Recipe): boolean {
  return input.invert && encoder.kind !== 'backbone'
}

function describeInput(recipe: Recipe, format: ExportFormat, fold: boolean) {
  const { width, height, channels, fit }: InputSpec = recipe.input
  const invert = isInverted(recipe)
  const bytes = format === 'tfjs' ? 'int32' : 'uint8'
  return {
    name: 'images',
    type: fold ? bytes : 'float32',
    shape: ['batch', height, width, channels],
    layout: 'NHWC',
    width,
    height,
    channels,
    colours: channels === 3 ? 'red, green, blue' : 'grey',
    range: fold ? [0, 255] : [0, 1],
    /** What the caller does to the values 0..255 of a picture. */
    scale: fold ? 1 : 1 / 255,
    invert: fold ? false : invert,
    /** What the model does itself. */
    inside: fold ? { scale: 1 / 255, invert } : { scale: 1, invert: false },
    fit: fit === 'contain' ? 'proportions kept, white margins' : 'stretched',
    background: 'white',
    filter: 'Lanczos, three lobes',
  }
}

function describeScore(score: PairScore) {
  const common = {
    kind: score.kind,
    formula: FORMULAS[score.kind],
    better: 'smaller',
    model: 'pair-score',
    inputs: ['a', 'b'],
    output: 'distance',
  }
  if (score.kind === 'cosine') return common
  if (score.kind === 'euclidean') return { ...common, unitLength: score.normalise }
  const { weight, bias } = score
  if (weight.length > LONGEST_WEIGHT) return { ...common, bias }
  const bytes = Buffer.from(weight.buffer, weight.byteOffset, weight.byteLength)
  return { ...common, bias, weight: bytes.toString('base64'), weightType: 'float32, little-endian, base64' }
}

function describeViews({ views, encoder, head }: Recipe) {
  const count = encoder.kind === 'backbone' ? 1 : views
  const unit = head.kind === 'cosine' || (head.kind === 'euclidean' && head.normalise)
  return {
    exported: 1,
    usedByRun: count,
    note:
      count === 1
        ? 'A code is made from the picture alone.'
        : `The model gives the code of one picture. The run itself averages the codes of ${count} views of it ` +
          `(rotation in radians, scale)${unit ? ', each brought to unit length first' : ''}.`,
    ...(count > 1 && { list: viewsOf(count) }),
  }
}

/** The card as an ONNX file's metadata: one key a topic, its value JSON. */
export function cardMetadata(card: ModelCard): { key: string; value: string }[] {
  return Object.entries(card).map(([topic, value]) => ({ key: `oneshot.${topic}`, value: JSON.stringify(value) }))
}
