/** Protocols as JSON files that can be handed to somebody else: pictures by path and content, never by index. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { shownHash } from '../../../shared/data-hash.ts'
import { UserError } from '../../../shared/errors.ts'
import type { Protocol, Trial } from '../../../shared/evaluation.ts'
import { writeAtomic } from '../../runs/index.ts'
import { picturesOf } from '../trials.ts'
import { hashTrials } from './protocol-hash.ts'
import { turnedHash, unturned } from './turned.ts'

const turnSchema = z.union([z.literal(90), z.literal(180), z.literal(270)])
const index = z.number().int().min(0)

const fileSchema = z.strictObject({
  format: z.literal('oneshot-protocol'),
  /** 2 where pictures are turned, which a reader of 1 would overlook. */
  version: z.union([z.literal(1), z.literal(2)]),
  name: z.string().min(1),
  hash: z.string(),
  way: z.number().int().min(2),
  shot: z.number().int().min(1),
  seed: z.number(),
  withinGroup: z.boolean(),
  acrossDrawer: z.boolean(),
  turned: z.literal(true).optional(),
  /** Name and hash of the data set it was made for. */
  dataset: z.strictObject({ name: z.string(), hash: z.string() }),
  pictures: z.array(z.strictObject({ path: z.string(), hash: z.string(), turn: turnSchema.optional() })),
  /** Query, supports of each way, truth; pictures are places in `pictures`. */
  trials: z.array(z.tuple([index, z.array(z.array(index)), index])).min(1),
})

/** What a stored protocol says. */
export type ProtocolFile = z.infer<typeof fileSchema>

/** What a data set, or any other list of pictures, has to tell. */
export interface PictureList {
  readonly root: string
  readonly hash: string
  readonly pictures: readonly { readonly path: string; readonly hash: string }[]
}

/** Name of a data set as people say it: its folder or zip, without the way there. */
export function datasetName({ root }: Pick<PictureList, 'root'>): string {
  return path.win32.basename(root)
}

/**
 * A protocol as text for a file.
 * @param dataset the pictures as they are, also where the protocol turns them
 */
export function protocolToJson(protocol: Protocol, dataset: PictureList): string {
  const used = picturesOf(protocol)
  const place = new Map(used.map((picture, i) => [picture, i]))
  const at = (picture: number): number => place.get(picture)!
  const { trials, name, hash, way, shot, seed, withinGroup, acrossDrawer, turned } = protocol
  const file: ProtocolFile = {
    format: 'oneshot-protocol',
    version: turned ? 2 : 1,
    name,
    hash,
    way,
    shot,
    seed,
    withinGroup,
    acrossDrawer,
    ...(turned ? { turned } : {}),
    dataset: { name: datasetName(dataset), hash: dataset.hash },
    pictures: used.map((picture) => {
      const { index, turn } = unturned(picture, dataset.pictures.length)
      const { path, hash } = dataset.pictures[index]!
      return { path, hash, ...(turn === 0 ? {} : { turn }) }
    }),
    trials: trials.map(({ query, supports, truth }) => [at(query), supports.map((way) => way.map(at)), truth]),
  }
  return `${JSON.stringify(file)}\n`
}

/** Writes a protocol as a file. @throws UserError `files/…` when it cannot be written */
export async function saveProtocol(file: string, protocol: Protocol, dataset: PictureList): Promise<void> {
  await writeAtomic(file, [new TextEncoder().encode(protocolToJson(protocol, dataset))])
}

/** Reads a protocol file. @throws UserError as `protocolFromJson`, and `protocol/file` when it cannot be read */
export async function loadProtocol(file: string, dataset: PictureList): Promise<Protocol> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw notValid(file, 'it cannot be read', cause)
  })
  return protocolFromJson(text, dataset, file)
}

/**
 * Reads a protocol for a data set. A picture is found by path and content, or by content alone where it stands only once
 * (a folder may have been renamed).
 *
 * @param source name of the file, for errors
 * @throws UserError `protocol/file` when it is not a protocol or was changed, `protocol/dataset` when its pictures are not
 * in this data set
 */
export function protocolFromJson(text: string, dataset: PictureList, source: string): Protocol {
  const file = parse(text, source)
  const find = finder(dataset)
  const all = dataset.pictures.length
  const places = file.pictures.map(({ path, hash, turn = 0 }) => {
    const found = find(path, hash)
    return found === undefined ? undefined : (turn / 90) * all + found
  })
  const lost = file.pictures.filter((_, i) => places[i] === undefined)
  if (lost.length > 0) throw otherDataset(file, dataset, lost[0]!.path, lost.length, source)
  const at = (place: number): number => places[place]!
  const trials: Trial[] = file.trials.map(([query, supports, truth]) => ({
    query: at(query),
    supports: supports.map((way) => way.map(at)),
    truth,
  }))
  const hash = hashTrials(trials, (picture) => {
    const { index, turn } = unturned(picture, all)
    return turnedHash(dataset.pictures[index]!.hash, turn)
  })
  if (hash !== file.hash) throw notValid(source, 'its trials do not fit its hash')
  const { name, way, shot, seed, withinGroup, acrossDrawer, turned } = file
  return { name, hash, way, shot, seed, withinGroup, acrossDrawer, ...(turned ? { turned } : {}), trials }
}

function parse(text: string, source: string): ProtocolFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw notValid(source, 'it is not JSON', cause)
  }
  const parsed = fileSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw notValid(source, issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'it has another form')
  }
  const { trials, way, shot, pictures, turned } = parsed.data
  if (!turned && pictures.some(({ turn }) => turn !== undefined))
    throw notValid(source, 'it turns pictures without saying so')
  for (const [i, [query, supports, truth]] of trials.entries()) {
    const all = [query, ...supports.flat()]
    const fits = supports.length === way && supports.every((own) => own.length === shot) && truth < way
    if (!fits || all.some((place) => place >= pictures.length)) throw notValid(source, `trial ${i} has another form`)
    if (supports.flat().some((place) => isSame(pictures[place]!, pictures[query]!))) {
      throw notValid(source, `in trial ${i} the query is its own support`)
    }
  }
  return parsed.data
}

const isSame = (a: ProtocolFile['pictures'][number], b: ProtocolFile['pictures'][number]) =>
  a.hash === b.hash && a.turn === b.turn

function finder({ pictures }: PictureList): (path: string, hash: string) => number | undefined {
  const byPath = new Map(pictures.map((picture, i) => [picture.path, i]))
  const byHash = new Map<string, number | undefined>()
  for (const [i, { hash }] of pictures.entries()) byHash.set(hash, byHash.has(hash) ? undefined : i)
  return (path, hash) => {
    const found = byPath.get(path)
    return found !== undefined && pictures[found]!.hash === hash ? found : byHash.get(hash)
  }
}

function notValid(source: string, why: string, cause?: unknown): UserError {
  return new UserError('protocol/file', `${source} is not a protocol that can be used: ${why}.`, {
    subject: source,
    next: 'Export it again from where it was made.',
    ...(cause === undefined ? {} : { cause }),
  })
}

function otherDataset(
  file: ProtocolFile,
  dataset: PictureList,
  first: string,
  count: number,
  source: string,
): UserError {
  const missing = count === 1 ? `${first} is` : `${first} and ${count - 1} more of its pictures are`
  return new UserError(
    'protocol/dataset',
    `The protocol "${file.name}" was made for ${file.dataset.name}, but the data set is ${datasetName(dataset)}: ${missing} not in it.`,
    {
      subject: source,
      values: { name: file.name, made: file.dataset.name, now: datasetName(dataset) },
      next: `Open ${file.dataset.name} (hash ${shownHash(file.dataset.hash)}), or choose another protocol.`,
    },
  )
}
