import { describe, expect, it } from 'vitest'
import { folderAndName, withoutSharedFolders } from './short-names.ts'

describe('withoutSharedFolders', () => {
  it.each([
    [
      ['Balinese/character01', 'Balinese/character02'],
      ['character01', 'character02'],
    ],
    [
      ['Greek/character01', 'Korean/character01'],
      ['Greek/character01', 'Korean/character01'],
    ],
    [
      ['a/b/one', 'a/b/two', 'a/c/two'],
      ['b/one', 'b/two', 'c/two'],
    ],
    [
      ['a', 'a/b'],
      ['a', 'a/b'],
    ],
    [
      ['a/same', 'a/same'],
      ['same', 'same'],
    ],
    [['alone/name'], ['name']],
    [[], []],
  ])('writes %j as %j', (names, short) => expect(withoutSharedFolders(names)).toEqual(short))
})

describe('folderAndName', () => {
  it('parts the folders from the last part', () => {
    expect(folderAndName('a/b/c')).toEqual({ folder: 'a/b/', last: 'c' })
    expect(folderAndName('c')).toEqual({ folder: '', last: 'c' })
  })
})
