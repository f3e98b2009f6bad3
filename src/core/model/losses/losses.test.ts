import { describe, expect, it } from 'vitest'
import { tf } from '../../engine/index.ts'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../../engine/index.ts'
import { distanceMatrix, comparable, similarityMatrix, type DistanceHead } from '../heads/distance.ts'
import { expectGradient, normals } from '../testing/finite-difference.ts'
import { binaryCrossEntropy } from './bce.ts'
import { contrastive } from './contrastive.ts'
import { l2Penalty } from './l2.ts'
import { prototypical } from './prototypical.ts'
import { supervisedContrastive } from './supcon.ts'
import { tripletHard, tripletSemiHard } from './triplet.ts'

const SIZE = 5
const LABELS = [0, 0, 0, 1, 1, 2, 2, 3]
const CODES = normals(LABELS.length * SIZE, 'losses')
const HEADS: DistanceHead[] = [
  { kind: 'cosine' },
  { kind: 'euclidean', normalise: true },
  { kind: 'euclidean', normalise: false },
]

/** Plain rows, of unit length where the head compares so. */
function rows(head: DistanceHead, codes: Float32Array): number[][] {
  const plain = Array.from({ length: codes.length / SIZE }, (_, i) => [...codes.slice(i * SIZE, (i + 1) * SIZE)])
  if (head.kind === 'euclidean' && !head.normalise) return plain
  return plain.map((row) => row.map((value) => value / Math.hypot(...row)))
}
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const distance = (head: DistanceHead, a: number[], b: number[]) =>
  head.kind === 'cosine' ? 1 - dot(a, b) : Math.hypot(...a.map((value, i) => value - b[i]!))
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
const indices = LABELS.map((_, i) => i)
const mates = (a: number) => indices.filter((i) => i !== a && LABELS[i] === LABELS[a])
const strangers = (a: number) => indices.filter((i) => LABELS[i] !== LABELS[a])

type OnMatrix = (matrix: Tensor2D, labels: Tensor1D) => Scalar

/** The loss as a function of the codes, through the head. */
function through(head: DistanceHead, loss: OnMatrix, of = distanceMatrix) {
  return (codes: Tensor) => {
    const compared = comparable(head, codes as Tensor2D)
    return loss(of(head, compared, compared), tf.tensor1d(LABELS, 'int32'))
  }
}
const valueOf = (f: (codes: Tensor) => Scalar, codes = CODES) =>
  tf.tidy(() => f(tf.tensor2d(codes, [codes.length / SIZE, SIZE])).dataSync()[0] as number)
const check = (f: (codes: Tensor) => Scalar, step?: number) => expectGradient(f, CODES, [LABELS.length, SIZE], { step })

describe('binary cross-entropy', () => {
  const logits = Float32Array.of(-3, -0.5, 0.2, 4)
  const targets = [0, 1, 0, 1]
  const loss = (z: Tensor) => binaryCrossEntropy(z as Tensor1D, tf.tensor1d(targets, 'int32'))

  it('is the mean of -log of what was wanted', () => {
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
    const expected = mean([...logits].map((z, i) => -Math.log(targets[i] === 1 ? sigmoid(z) : 1 - sigmoid(z))))
    expect(loss(tf.tensor1d(logits)).dataSync()[0]).toBeCloseTo(expected, 5)
    expectGradient(loss, logits, [4])
  })

  it('stays finite where the sigmoid is rounded to 0 or 1', () => {
    const far = binaryCrossEntropy(tf.tensor1d([-200, 200]), tf.tensor1d([1, 0], 'int32'))
    expect(far.dataSync()[0]).toBeCloseTo(200, 3)
  })
})

describe('L2', () => {
  it('counts kernels and the head, not biases', () => {
    const values = { 'a/kernel': tf.tensor1d([1, 2]), 'a/bias': tf.tensor1d([9]), 'head/weight': tf.tensor1d([3]) }
    expect(l2Penalty(values, 0.1).dataSync()[0]).toBeCloseTo(1.4, 6)
    expect(l2Penalty({}, 0.1).dataSync()[0]).toBe(0)
    const penalty = (kernel: Tensor) => l2Penalty({ 'a/kernel': kernel, 'a/bias': kernel }, 0.1)
    expect(
      Array.from(
        tf
          .grad(penalty)(tf.tensor1d([1, -2, 0]))
          .dataSync(),
      ),
    ).toEqual([0.2, -0.4, 0].map(Math.fround))
  })
})

describe.each(HEADS)('with the head %j', (head) => {
  const codes = rows(head, CODES)
  const d = (i: number, j: number) => distance(head, codes[i]!, codes[j]!)

  it('contrastive: pulls same pairs together and different ones to the margin', () => {
    const margin = 1.5
    const loss = through(head, (distances, labels) => {
      const different = tf.cast(tf.notEqual(tf.reshape(labels, [-1, 1]), tf.reshape(labels, [1, -1])), 'float32')
      return contrastive(distances, different, tf.sub(1, tf.eye(LABELS.length)), margin)
    })
    const pairs = indices.flatMap((i) => indices.filter((j) => j !== i).map((j) => [i, j] as const))
    const expected = mean(
      pairs.map(([i, j]) => 0.5 * (LABELS[i] === LABELS[j] ? d(i, j) : Math.max(0, margin - d(i, j))) ** 2),
    )
    expect(valueOf(loss)).toBeCloseTo(expected, 4)
    check(loss)
  })

  it('triplet, batch-hard', () => {
    const loss = through(head, (distances, labels) => tripletHard(distances, labels, 0.3))
    const anchors = indices.filter((i) => mates(i).length > 0)
    const expected = mean(
      anchors.map((a) =>
        Math.max(0, 0.3 + Math.max(...mates(a).map((p) => d(a, p))) - Math.min(...strangers(a).map((n) => d(a, n)))),
      ),
    )
    expect(valueOf(loss)).toBeCloseTo(expected, 4)
    check(loss)
  })

  it('triplet, semi-hard', () => {
    const loss = through(head, (distances, labels) => tripletSemiHard(distances, labels, 0.3))
    const pairs = indices.flatMap((a) => mates(a).map((p) => [a, p] as const))
    const expected = mean(
      pairs.map(([a, p]) => {
        const all = strangers(a).map((n) => d(a, n))
        const beyond = all.filter((value) => value > d(a, p))
        return Math.max(0, 0.3 + d(a, p) - (beyond.length > 0 ? Math.min(...beyond) : Math.max(...all)))
      }),
    )
    expect(valueOf(loss)).toBeCloseTo(expected, 4)
    // Which one is chosen jumps: a small step, so that it does not.
    check(loss, 5e-4)
  })

  it('supervised contrastive', () => {
    const temperature = 0.4
    const loss = through(head, (s, labels) => supervisedContrastive(s, labels, temperature), similarityMatrix)
    const similarity = (i: number, j: number) =>
      (head.kind === 'cosine' ? 1 - d(i, j) : -0.5 * d(i, j) ** 2) / temperature
    const anchors = indices.filter((i) => mates(i).length > 0)
    const expected = mean(
      anchors.map((a) => {
        const others = indices.filter((i) => i !== a)
        const total = Math.log(others.reduce((sum, i) => sum + Math.exp(similarity(a, i)), 0))
        return -mean(mates(a).map((p) => similarity(a, p) - total))
      }),
    )
    expect(valueOf(loss)).toBeCloseTo(expected, 4)
    check(loss)
  })

  it('prototypical', () => {
    const shape = { way: 2, shot: 2, temperature: 0.7 }
    const truth = [0, 0, 1, 1, 1, 0, 1, 0]
    const loss = (x: Tensor) => prototypical(head, comparable(head, x as Tensor2D), tf.tensor1d(truth, 'int32'), shape)
    const prototypes = [0, 2].map((i) => codes[i]!.map((value, k) => (value + codes[i + 1]![k]!) / 2))
    const expected = mean(
      [4, 5, 6, 7].map((query) => {
        const logits = prototypes.map((prototype) =>
          head.kind === 'cosine'
            ? dot(prototype, codes[query]!) / shape.temperature
            : -(distance(head, prototype, codes[query]!) ** 2) / shape.temperature,
        )
        return Math.log(Math.exp(logits[0]!) + Math.exp(logits[1]!)) - logits[truth[query]!]!
      }),
    )
    expect(valueOf(loss)).toBeCloseTo(expected, 4)
    check(loss)
  })

  it('stays finite, gradient included, when all codes are equal', () => {
    const equal = new Float32Array(CODES.length).fill(0.5)
    for (const loss of [
      through(head, (x, labels) => tripletHard(x, labels, 0.3)),
      through(head, (x, labels) => tripletSemiHard(x, labels, 0.3)),
      through(head, (x, labels) => supervisedContrastive(x, labels, 1 / 24), similarityMatrix),
    ]) {
      expect(Number.isFinite(valueOf(loss, equal))).toBe(true)
      const gradient = tf
        .grad(loss)(tf.tensor2d(equal, [LABELS.length, SIZE]))
        .dataSync()
      expect(gradient.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('batches without a choice', () => {
  it('cost nothing when nothing can be compared', () => {
    const far = tf.tensor2d([0, 1, 1, 0], [2, 2])
    const twoClasses = tf.tensor1d([0, 1], 'int32')
    const oneClass = tf.tensor1d([0, 0], 'int32')
    for (const labels of [twoClasses, oneClass])
      for (const loss of [tripletHard, tripletSemiHard]) expect(loss(far, labels, 0.3).dataSync()[0]).toBe(0)
    expect(supervisedContrastive(far, twoClasses, 1).dataSync()[0]).toBeCloseTo(0, 6)
  })
})
