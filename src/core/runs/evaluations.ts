/** The evaluations kept in a run, as numbers: their trials stay in the files. */
import { appendFile, readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { shownHash } from '../../shared/data-hash.ts'
import { DEVICE_NAMES } from '../../shared/device-names.ts'
import { UserError } from '../../shared/errors.ts'
import { writeJson } from './atomic.ts'
import { readJson } from './json-file.ts'
import type { RunPaths } from './layout.ts'

const share = z.number().min(0).max(1)
const baseline = z.object({
  accuracy: share,
  interval: z.tuple([share, share]),
  chance: share,
  trials: z.number().int().min(0),
})

const storedSchema = z.object({
  created: z.string(),
  step: z.number().int().min(0),
  views: z.number().int().min(1),
  data: z.object({ root: z.string(), hash: z.string() }),
  protocol: z.object({ name: z.string(), hash: z.string() }),
  ...baseline.shape,
  way: z.number().int().min(0),
  shot: z.number().int().min(0),
  seen: z.number().int().min(1).optional(),
  omniglot: z.boolean().optional(),
  bootstrap: z.object({ interval: z.tuple([share, share]), clusters: z.number().int().min(1) }).optional(),
  baselines: z.object({
    pixels: baseline.optional(),
    hausdorff: baseline.optional(),
    untrained: baseline.optional(),
  }),
  /** Under what its codes are kept, and the device they were made on; absent in evaluations that kept only numbers. */
  codes: z.string().optional(),
  device: z.enum(DEVICE_NAMES).optional(),
  wrong: z.array(z.unknown()).transform((wrong) => wrong.length),
})

export type StoredEvaluation = z.infer<typeof storedSchema> & {
  /** Name of its file, without `.json`. */
  readonly id: string
  /** Whether its trials were kept. */
  readonly hasTrials: boolean
}

/** An id comes from the page: it must not name another folder. */
const ID = /^[a-z0-9-]+$/

/** File of an evaluation. */
export function evaluationFile({ evaluations }: RunPaths, id: string): string {
  if (!ID.test(id)) throw new Error(`'${id}' is not the name of an evaluation`)
  return path.join(evaluations, `${id}.json`)
}

/** File of the trials with a hash. */
export function protocolFile({ protocols }: RunPaths, hash: string): string {
  return path.join(protocols, `${hash}.json`)
}

/** @throws UserError `files/…` that names file and field */
export async function readEvaluation(paths: RunPaths, id: string): Promise<StoredEvaluation> {
  const stored = await readJson(evaluationFile(paths, id), storedSchema)
  return { ...stored, id, hasTrials: existsSync(protocolFile(paths, stored.protocol.hash)) }
}

const creditsSchema = z.object({ credits: z.array(z.number().min(0).max(1)).min(1) })

/** Credit of every trial in the protocol's order. @throws UserError `files/…`, also where the file holds no credits */
export async function readCredits(paths: RunPaths, id: string): Promise<number[]> {
  return (await readJson(evaluationFile(paths, id), creditsSchema)).credits
}

/** All that can be read, newest first. One that was damaged by hand hides none of the others. */
export async function readEvaluations(paths: RunPaths): Promise<StoredEvaluation[]> {
  const names = await readdir(paths.evaluations).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
  const found = await Promise.all(
    ids.filter((id) => ID.test(id)).map((id) => readEvaluation(paths, id).catch(() => undefined)),
  )
  return found.filter((each) => each !== undefined).sort((a, b) => (a.created < b.created ? 1 : -1))
}

/** @throws UserError `evaluate/data-moved` where there is nothing at the place of its pictures any more */
export function checkEvaluatedThere({ id, data }: StoredEvaluation): void {
  if (existsSync(data.root)) return
  const hash = shownHash(data.hash)
  throw new UserError('evaluate/data-moved', `The pictures of this evaluation are no longer at ${data.root}.`, {
    subject: data.root,
    values: { hash, evaluation: id },
    next: `Say where they are now, or evaluate the run again with --data (hash ${hash}).`,
  })
}

/** Says in every evaluation on these pictures where they lie now. Whoever calls this has compared their hash. */
export async function moveEvaluated(paths: RunPaths, hash: string, root: string): Promise<void> {
  for (const { id, data } of await readEvaluations(paths)) {
    if (data.hash !== hash || existsSync(data.root)) continue
    const file = evaluationFile(paths, id)
    const whole = await readJson(file, z.looseObject({ data: z.looseObject({}) }))
    await writeJson(file, { ...whole, data: { ...whole.data, root } })
  }
}

const usesFile = ({ dir }: RunPaths) => path.join(dir, 'test-uses.jsonl')

/** Notes that the run's own test classes were looked at: every look makes the next one a little less of a test. */
export async function noteTestUse(paths: RunPaths, protocol: { name: string; hash: string }): Promise<void> {
  const line = JSON.stringify({ at: new Date().toISOString(), name: protocol.name, hash: protocol.hash })
  await appendFile(usesFile(paths), `${line}\n`).catch(() => undefined)
}

/** Notes a look at the test classes that shows the same whenever it is repeated: as one use, however often. */
export async function noteTestLook(paths: RunPaths, look: { name: string; hash: string }): Promise<void> {
  const text = await readFile(usesFile(paths), 'utf8').catch(() => '')
  if (!text.includes(`"hash":${JSON.stringify(look.hash)}`)) await noteTestUse(paths, look)
}

const useSchema = z.object({ at: z.string(), name: z.string(), hash: z.string() })

/** One look at the test classes: when, and with which protocol. */
export type TestUse = z.infer<typeof useSchema>

/** How often that was. */
export async function testUses(paths: RunPaths): Promise<number> {
  return (await listTestUses(paths)).length
}

/** Every look, oldest first. A line that cannot be read still counts. */
export async function listTestUses(paths: RunPaths): Promise<TestUse[]> {
  const text = await readFile(usesFile(paths), 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    try {
      return useSchema.parse(JSON.parse(line))
    } catch {
      return { at: '', name: '', hash: '' }
    }
  })
}
