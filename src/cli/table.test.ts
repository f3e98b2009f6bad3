import { describe, expect, it } from 'vitest'
import { clip, clipFront, details, table, widthOf, wrap } from './table.ts'

describe('widthOf', () => {
  it('counts what is seen', () => {
    expect(widthOf('\u001b[1mbold\u001b[22m')).toBe(4)
    expect(widthOf('é')).toBe(1)
    expect(widthOf('e\u0301')).toBe(1)
    expect(widthOf('漢字')).toBe(4)
    expect(widthOf('😀')).toBe(2)
  })
})

describe('table', () => {
  it('aligns columns, colours or not', () => {
    const rows = [
      ['name', '\u001b[1m7\u001b[22m'],
      ['漢', '123'],
    ]
    expect(table(rows, ['left', 'right'], ' ')).toEqual([' name    \u001b[1m7\u001b[22m', ' 漢    123'])
  })
})

describe('clipping', () => {
  it('cuts at either end, never above the width', () => {
    expect(clip('abcdef', 6)).toBe('abcdef')
    expect(clip('abcdef', 4)).toBe('abc…')
    expect(clipFront('a/b/cde.png', 8)).toBe('…cde.png')
    expect(clipFront('漢字漢字', 4)).toBe('…字')
  })
})

describe('details', () => {
  it('goes on below a long value', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
    const rows = [
      ['a', 'short'],
      ['name', 'a value of several words'],
    ] as const
    expect(details(rows, 26)).toEqual(['a     short', 'name  a value of several', '      words'])
  })
})
