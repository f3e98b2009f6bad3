/** The folder of runs: what is in it, remembered as long as nothing changes. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { RunSummary } from '../../../shared/contract/runs.ts'
import { UserError } from '../../../shared/errors.ts'
import { CurveReader, REMOVED, runOwner, runPaths, writeError } from '../../../core/runs/index.ts'
import type { RunPaths } from '../../../core/runs/index.ts'
import { stampOf, summariseRun } from './run-summary.ts'

/** Runs looked at between two breaths: the host has clicks to answer meanwhile. */
const AT_ONCE = 25
/** Curves of this many runs stay in memory; one of 100,000 steps takes 5 MB. */
const CURVES_HELD = 8

interface Held {
  readonly stamp: string
  readonly summary: RunSummary
}

export class RunShelf {
  readonly dir: string
  private readonly isTraining: (id: string) => boolean
  private readonly held = new Map<string, Held>()
  private readonly curves = new Map<string, CurveReader>()
  private listing: Promise<RunSummary[]> | undefined

  /** @param isTraining whether this host trains the run */
  constructor(dir: string, isTraining: (id: string) => boolean) {
    this.dir = path.resolve(dir)
    this.isTraining = isTraining
  }

  /** @throws UserError `run/none` */
  paths(id: string): RunPaths {
    const paths = runPaths(path.join(this.dir, id))
    if (!id.startsWith('.') && existsSync(paths.record)) return paths
    throw new UserError('run/none', `There is no run called ${id}.`, {
      subject: paths.dir,
      next: 'Choose another one in the list of runs.',
    })
  }

  /** Newest first; those that cannot be read last. */
  list(): Promise<RunSummary[]> {
    this.listing ??= this.lookThrough().finally(() => (this.listing = undefined))
    return this.listing
  }

  async get(id: string): Promise<RunSummary> {
    const { dir } = this.paths(id)
    const stamp = stampOf(runPaths(dir))
    const known = this.held.get(id)
    // A running one may end without a trace in its files: when its process is killed.
    if (known?.stamp === stamp && known.summary.status !== 'running') return this.seen(known.summary)
    const summary = await summariseRun(dir)
    this.held.set(id, { stamp, summary })
    return this.seen(summary)
  }

  /** The curve of a run; the same reader as long as it is asked for now and then. */
  curve(id: string): CurveReader {
    const { metrics } = this.paths(id)
    const reader = this.curves.get(id) ?? new CurveReader(metrics)
    this.curves.delete(id)
    this.curves.set(id, reader)
    for (const old of [...this.curves.keys()].slice(0, -CURVES_HELD)) this.curves.delete(old)
    return reader
  }

  hasBest(id: string): boolean {
    return existsSync(this.paths(id).best)
  }

  async archive(id: string, archived: boolean): Promise<void> {
    const file = this.paths(id).archived
    try {
      if (archived) await writeFile(file, '')
      else await rm(file, { force: true })
    } catch (error) {
      throw writeError(file, error)
    }
  }

  /** Puts a run's folder away. @throws UserError `run/in-use` while it trains, `files/…` */
  async remove(id: string): Promise<void> {
    const paths = this.paths(id)
    if (this.isTraining(id) || (await runOwner(paths)) !== undefined) {
      throw new UserError('run/in-use', `${id} is being trained.`, { subject: id, next: 'Stop its training first.' })
    }
    const target = this.putAway(id)
    try {
      await mkdir(path.dirname(target), { recursive: true })
      // One of the same name that was put away before stays, under another.
      for (let n = 2; existsSync(target); n++) {
        const other = this.putAway(`${id}~${n}`)
        if (!existsSync(other)) await rename(target, other)
      }
      await rename(paths.dir, target)
    } catch (error) {
      throw writeError(target, error)
    }
    this.held.delete(id)
    this.curves.delete(id)
  }

  /** Brings it back. @throws UserError `run/none`, `run/exists`, `files/…` */
  async restore(id: string): Promise<void> {
    const from = this.putAway(id)
    const to = path.join(this.dir, id)
    if (id.startsWith('.') || !existsSync(from)) {
      throw new UserError('run/none', `No run called ${id} was put away.`, { subject: id, variant: 'not-away' })
    }
    if (existsSync(to)) {
      throw new UserError('run/exists', `There is already something called ${id} among the runs.`, {
        subject: to,
        next: 'Rename it, then bring the run back.',
      })
    }
    await rename(from, to).catch((error: unknown) => {
      throw writeError(to, error)
    })
  }

  private putAway(id: string): string {
    return path.join(this.dir, REMOVED, id)
  }

  private async lookThrough(): Promise<RunSummary[]> {
    const ids = this.ids()
    const found: RunSummary[] = []
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const part = ids.slice(start, start + AT_ONCE)
      // A run may be put away while the list is made.
      const summaries = await Promise.all(part.map((id) => this.get(id).catch(() => undefined)))
      found.push(...summaries.filter((each) => each !== undefined))
      await setImmediate()
    }
    for (const id of this.held.keys()) if (!ids.includes(id)) this.held.delete(id)
    return found.sort((a, b) => ((a.created ?? '') < (b.created ?? '') ? 1 : -1))
  }

  private ids(): string[] {
    try {
      return readdirSync(this.dir, { withFileTypes: true })
        .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
        .map(({ name }) => name)
        .filter((id) => existsSync(runPaths(path.join(this.dir, id)).record))
    } catch {
      // No run was made yet.
      return []
    }
  }

  /** What this host knows better than the disk. */
  private seen(summary: RunSummary): RunSummary {
    return this.isTraining(summary.id) && summary.status !== 'damaged'
      ? { ...summary, status: 'running', message: null }
      : summary
  }
}
