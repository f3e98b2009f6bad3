/** The protocols a host knows: those of its runs' evaluations, and those that came from files. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { SavedProtocol } from '../../../shared/contract/protocols.ts'
import { UserError } from '../../../shared/errors.ts'
import { readProtocolHeader } from '../../../core/evaluation/protocols/protocol-header.ts'
import { protocolFile, writeError } from '../../../core/runs/index.ts'
import type { RunShelf } from './run-shelf.ts'

/** Folder beside the runs; a name with a dot is none of theirs. */
const FOLDER = '.protocols'
/** Published runs bring pictures of their own, so their trials are of no use to a data set. */
const LAKE = 'lake'

function none(hash: string): UserError {
  return new UserError('protocol/none', `The protocol ${hash.slice(0, 8)} is no longer there.`, {
    subject: hash.slice(0, 8),
    next: 'Choose another one, or take it from its file again.',
  })
}

export class ProtocolShelf {
  private readonly shelf: RunShelf
  private readonly folder: string

  constructor(shelf: RunShelf) {
    this.shelf = shelf
    this.folder = path.join(shelf.dir, FOLDER)
  }

  /** Protocols of all runs on the same pictures, the newest evaluation first, then those from files by name. */
  async list(runId: string): Promise<SavedProtocol[]> {
    const own = (await this.shelf.get(runId)).dataset
    const found = new Map<string, SavedProtocol & { runs: string[] }>()
    for (const run of await this.shelf.list()) {
      for (const { protocol, way, shot, dataHash } of run.scores) {
        const { hash, name } = protocol
        if (!own || dataHash !== own.hash || name === LAKE) continue
        if (!existsSync(protocolFile(this.shelf.paths(run.id), hash))) continue
        const known = found.get(hash)
        const dataset = { name: own.name, hash: own.hash }
        if (known) known.runs.push(run.id)
        else found.set(hash, { hash, name, way, shot, dataset, imported: false, runs: [run.id] })
      }
    }
    const names = await readdir(this.folder).catch(() => [])
    const files = names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map((name) => path.join(this.folder, name))
    const headers = (await Promise.all(files.map(readProtocolHeader))).filter((header) => header !== undefined)
    headers.sort((a, b) => a.name.localeCompare(b.name))
    for (const header of headers) {
      found.set(header.hash, { ...header, imported: true, runs: found.get(header.hash)?.runs ?? [] })
    }
    return [...found.values()]
  }

  /** File of a protocol, the run's own where it has it. @throws UserError `protocol/none` */
  async find(runId: string, hash: string): Promise<string> {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw none(hash)
    const own = protocolFile(this.shelf.paths(runId), hash)
    const imported = path.join(this.folder, `${hash}.json`)
    const others = (await this.shelf.list()).map(({ id }) => id)
    for (const file of [own, imported]) if (existsSync(file)) return file
    for (const id of others) {
      const file = protocolFile(this.shelf.paths(id), hash)
      if (existsSync(file)) return file
    }
    throw none(hash)
  }

  async text(runId: string, hash: string): Promise<string> {
    return readFile(await this.find(runId, hash), 'utf8')
  }

  /**
   * Keeps the text of a file for all runs.
   * @param check says under which hash, or refuses it
   */
  async add<T extends { readonly hash: string }>(text: string, check: (file: string) => Promise<T>): Promise<T> {
    const incoming = path.join(this.folder, `incoming-${randomBytes(6).toString('hex')}`)
    try {
      await mkdir(this.folder, { recursive: true })
      await writeFile(incoming, text)
    } catch (error) {
      throw writeError(incoming, error)
    }
    try {
      const checked = await check(incoming)
      await rename(incoming, path.join(this.folder, `${checked.hash}.json`))
      return checked
    } finally {
      await rm(incoming, { force: true })
    }
  }

  async forget(hash: string): Promise<void> {
    await rm(path.join(this.folder, `${hash}.json`), { force: true })
  }
}
