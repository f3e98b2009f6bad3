/**
 * Everything a page can ask of the host, whatever carries the question. One module per feature; the host implements it once
 * (src/host/service), transports carry it (message port in the window, WebSocket in a browser).
 */
import type { ContractRouterClient } from '@orpc/contract'
import { app } from './app.ts'
import { checks } from './checks.ts'
import { comparisons } from './comparisons.ts'
import { datasets } from './datasets.ts'
import { embeddings } from './embeddings.ts'
import { evaluations } from './evaluations.ts'
import { exports_ } from './exports.ts'
import { figures } from './figures.ts'
import { files } from './files.ts'
import { plan } from './plan.ts'
import { protocols } from './protocols.ts'
import { reports } from './reports.ts'
import { runs } from './runs.ts'
import { training } from './training.ts'
import { trials } from './trials.ts'

export const contract = {
  app,
  checks,
  files,
  datasets,
  plan,
  training,
  runs,
  evaluations,
  comparisons,
  figures,
  protocols,
  reports,
  trials,
  embeddings,
  exports: exports_,
}

export type Contract = typeof contract
/** What a call may say about itself besides its input. */
export interface CallContext {
  /** How long it may take, until the first answer where it is a stream. @default 30 s */
  timeoutMs?: number
}
/** What the page holds: every procedure as a function, streams as async iterators. */
export type HostClient = ContractRouterClient<Contract, CallContext>
