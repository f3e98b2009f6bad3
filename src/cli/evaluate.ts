/** What `oneshot evaluate` does: measures one run, or all seeds of a training on the same trials. */
import { copyFile } from 'node:fs/promises'
import { checkRun } from '../core/guard/check-run.ts'
import { isRun, openRun, protocolFile, readGroup, runPaths, writeError } from '../core/runs/index.ts'
import type { RunGroup } from '../core/runs/index.ts'
import type { ProtocolChoice } from '../core/trained/choose-protocol.ts'
import { evaluateGroup, evaluateRun, evaluationFigures, evaluationId } from '../core/trained/index.ts'
import type { WantedFigures } from '../core/trained/index.ts'
import type { DeviceName } from '../shared/device-names.ts'
import { UserError } from '../shared/errors.ts'
import type { Finding } from '../shared/finding.ts'
import { definedOnly } from './defined-only.ts'
import { deviceFor } from './device.ts'
import type { DeviceChoice } from './options.ts'
import { showEvaluation } from './show/evaluation.ts'
import { showWarnings } from './show/findings.ts'
import { showFigures } from './show/figures.ts'
import { showGroupEvaluation } from './show/group.ts'
import { StatusLine } from './status-line.ts'
import type { Terminal } from './terminal.ts'

export interface EvaluateFlags extends ProtocolChoice, WantedFigures {
  readonly saveProtocol?: string
  readonly data?: string
  readonly device?: DeviceChoice
  /** False with `--no-checks`. */
  readonly checks: boolean
  readonly json?: true
}

const DOING = { reading: 'reading pictures', embedding: 'embedding', baselines: 'measuring the baselines' } as const

const CHECKING = {
  reading: 'reading pictures',
  embedding: 'embedding training classes',
  comparing: 'comparing pictures',
  counting: 'counting what was shown',
} as const

/** @throws UserError `files/…` when it cannot be written */
async function copyProtocol(run: string, hash: string, to: string): Promise<void> {
  await copyFile(protocolFile(runPaths(run), hash), to).catch((error: unknown) => {
    throw writeError(to, error)
  })
}

async function checksOf(run: string, status: StatusLine): Promise<Finding[]> {
  const onProgress = (doing: keyof typeof CHECKING, done: number, total: number) =>
    status.count(CHECKING[doing], done, total)
  try {
    return await checkRun(run, { onProgress })
  } catch (error) {
    // The number stands without them: the run's own pictures may be gone.
    if (error instanceof UserError) return []
    throw error
  }
}

/** What both ways of measuring are told. */
interface Asked {
  readonly options: ProtocolChoice & { readonly data?: string; readonly device?: DeviceName }
  readonly wanted: WantedFigures
  readonly saveProtocol: string | undefined
  readonly checks: boolean
  readonly json: boolean
  readonly terminal: Terminal
  readonly status: StatusLine
}

async function evaluateOne(run: string, asked: Asked): Promise<void> {
  const { wanted, saveProtocol, terminal, status } = asked
  const options = {
    ...asked.options,
    onProgress: (doing: keyof typeof DOING, done: number, total: number) => status.count(DOING[doing], done, total),
  }
  const result = await evaluateRun(run, options)
  const figures = await evaluationFigures(run, evaluationId(result.protocol), wanted, options)
  const findings = asked.checks ? await checksOf(run, status) : undefined
  status.clear()
  if (saveProtocol !== undefined) await copyProtocol(run, result.protocol.hash, saveProtocol)
  if (asked.json) return terminal.out(JSON.stringify({ ...result, ...figures, ...(findings && { checks: findings }) }))
  const encoder = (await openRun(run)).record.recipe.encoder.kind
  showEvaluation(terminal, result, encoder)
  showFigures(terminal, figures, { way: result.way, shot: result.shot, encoder })
  if (findings) showWarnings(terminal, findings)
}

async function evaluateSeeds(group: RunGroup, asked: Asked): Promise<void> {
  const { options, wanted, saveProtocol, json, terminal, status } = asked
  if (Object.keys(wanted).length > 0) {
    throw new UserError('evaluate/figures-of-group', 'Figures are of one run, and this names several.', {
      subject: group.base,
      next: 'Name one of its runs.',
    })
  }
  const found = await evaluateGroup(group, {
    ...options,
    onProgress: (seed, doing, done, total) => status.count(`seed ${seed}: ${DOING[doing]}`, done, total),
  })
  status.clear()
  if (saveProtocol !== undefined) await copyProtocol(found.runs[0]!.dir, found.protocol.hash, saveProtocol)
  if (json) return terminal.out(JSON.stringify(found))
  showGroupEvaluation(terminal, found, group.record.recipe.encoder.kind)
}

/** @param run folder of a run, or what the runs of several seeds were called @throws UserError as an evaluation */
export async function evaluate(
  run: string,
  { json, device, saveProtocol, checks, curve, verification, confusion, allPairs, ...choice }: EvaluateFlags,
  terminal: Terminal,
): Promise<void> {
  const status = new StatusLine(terminal)
  const group = (await isRun(run)) ? undefined : await readGroup(run)
  try {
    const wanted = definedOnly({ curve, verification, confusion, allPairs })
    const options = { ...definedOnly(choice), ...(await deviceFor(device)) }
    const asked: Asked = { options, wanted, saveProtocol, checks, json: json === true, terminal, status }
    await (group ? evaluateSeeds(group, asked) : evaluateOne(run, asked))
  } finally {
    status.clear()
  }
}
