/** Nothing of ours imports itself by way of others, not even a type: who reads a file must know where it ends. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

type Imports = ReadonlyMap<string, readonly string[]>

/** A circle of imports; undefined where there is none. */
function circleOf(imports: Imports): string[] | undefined {
  const clear = new Set<string>()
  const search = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (clear.has(file)) return undefined
    for (const next of imports.get(file) ?? []) {
      const circle = search(next, [...way, file])
      if (circle) return circle
    }
    clear.add(file)
    return undefined
  }
  for (const file of imports.keys()) {
    const circle = search(file, [])
    if (circle) return circle
  }
  return undefined
}

/** What every source file of a folder imports with a relative path. */
function importsOf(folder: string): Imports {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  // What a build leaves in `node_modules` is not ours.
  const own = names.filter((name) => /\.(ts|vue)$/.test(name) && !name.includes('node_modules'))
  const files = own.map((name) => path.join(folder, name))
  return new Map(
    files.map((file) => {
      const text = readFileSync(file, 'utf8')
      const script = file.endsWith('.vue') ? (/<script[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? '') : text
      const found = ts.preProcessFile(script, true, true).importedFiles
      const relative = found.filter(({ fileName }) => fileName.startsWith('.'))
      return [file, relative.map(({ fileName }) => path.join(path.dirname(file), fileName))]
    }),
  )
}

it('a circle is found', () => {
  const imports = new Map([
    ['main', ['a', 'b']],
    ['a', ['c']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['e']],
    ['e', ['b']],
  ])
  expect(circleOf(imports)).toEqual(['b', 'd', 'e', 'b'])
  imports.delete('e')
  expect(circleOf(imports)).toBeUndefined()
})

it('the sources have none', () => {
  const imports = importsOf('src')
  expect(imports.get(path.join('src', 'renderer', 'App.vue'))?.length).toBeGreaterThan(3)
  expect(circleOf(imports)).toBeUndefined()
})
