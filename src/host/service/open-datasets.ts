/** The scanned data sets the host holds in memory: the last few that were asked for. */
import { createHash } from 'node:crypto'
import type { DatasetSummary } from '../../shared/contract/datasets.ts'
import type { DatasetInfo } from '../../shared/dataset.ts'
import { UserError } from '../../shared/errors.ts'
import { summarise } from './dataset-summary.ts'

/** A scan of 100,000 pictures takes some tens of megabytes. */
const MOST_HELD = 4

export interface OpenDataset {
  readonly id: string
  readonly info: DatasetInfo
  readonly summary: DatasetSummary
}

export class OpenDatasets {
  /** In the order of last use. */
  private readonly held = new Map<string, OpenDataset>()

  /** The id a scan has, or would have. */
  idOf(root: string, drawer: string | undefined, hash: string): string {
    const key = JSON.stringify([root, drawer ?? 'auto', hash])
    return createHash('sha256').update(key).digest('hex').slice(0, 16)
  }

  /** Holds a scan. The same pictures opened in the same way have the same id, in any session. */
  add(info: DatasetInfo, drawer: string | undefined): OpenDataset {
    const id = this.idOf(info.root, drawer, info.hash)
    const open = { id, info, summary: summarise(id, info) }
    this.held.delete(id)
    this.held.set(id, open)
    for (const old of [...this.held.keys()].slice(0, -MOST_HELD)) this.held.delete(old)
    return open
  }

  find(id: string): OpenDataset | undefined {
    const open = this.held.get(id)
    if (open) {
      this.held.delete(id)
      this.held.set(id, open)
    }
    return open
  }

  /** @throws UserError `dataset/not-open` */
  get(id: string): OpenDataset {
    const open = this.find(id)
    if (open) return open
    throw new UserError('dataset/not-open', 'This data set is no longer open.', {
      subject: id,
      next: 'Open its folder again.',
    })
  }
}
