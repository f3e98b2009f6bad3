import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtEntry, processEntry, resourcePath, sourcePath } from './program-files.ts'

describe("the program's own files", () => {
  it('finds entries of compute processes in the source, to be translated', () => {
    const { file, execArgv } = processEntry('trainer', 'worker/trainer.ts')
    expect(file).toBe(sourcePath('worker/trainer.ts'))
    expect(existsSync(file)).toBe(true)
    expect(execArgv).toEqual(['--import', expect.stringMatching(/^file:.*tsx/)])
  })

  it('says which file a build lacks', () => {
    expect(() => builtEntry('nothing')).toThrow('the build has no worker/nothing.js')
  })

  it('finds what ships with the program, and tells when it is not there', () => {
    expect(existsSync(resourcePath('samples/emoji-objects.zip') ?? '')).toBe(true)
    expect(resourcePath('samples/nothing.zip')).toBeUndefined()
  })
})
