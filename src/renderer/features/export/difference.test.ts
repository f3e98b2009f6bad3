import { describe, expect, it } from 'vitest'
import { differenceKind, differenceText, folderWithin } from './difference.ts'

describe('differenceKind', () => {
  it.each([
    [0, 'identical'],
    [1.6e-5, 'same'],
    [2e-3, 'close'],
    [null, 'unknown'],
    [Number.NaN, 'unknown'],
  ])('%s is %s', (difference, kind) => expect(differenceKind(difference)).toBe(kind))
})

describe('differenceText', () => {
  it.each([
    [1.58e-5, '1.6e-5'],
    [0.00213, '0.0021'],
  ])('%s', (difference, text) => expect(differenceText(difference)).toBe(text))
})

describe('folderWithin', () => {
  it.each([
    ['/home/me', '/home/me/one-onnx'],
    ['/', '/one-onnx'],
    ['C:\\models\\', 'C:\\models\\one-onnx'],
  ])('makes a folder in %s', (chosen, folder) => expect(folderWithin(chosen, 'one', 'onnx')).toBe(folder))
})
