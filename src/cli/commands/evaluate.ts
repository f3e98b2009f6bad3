import { copyFile } from 'node:fs/promises'
import { Option } from 'commander'
import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { deviceOption, jsonOption, seedOption, wholeNumber } from '../options.ts'
import type { DeviceChoice } from '../options.ts'
import type { ProtocolChoice } from '../../core/trained/choose-protocol.ts'
import type { WantedFigures } from '../../core/trained/index.ts'
import { UserError } from '../../shared/errors.ts'
import type { Finding } from '../../shared/finding.ts'
import { definedOnly } from '../defined-only.ts'
import { showEvaluation } from '../show/evaluation.ts'
import { showWarnings } from '../show/findings.ts'
import { showFigures } from '../show/figures.ts'
import { showGroupEvaluation } from '../show/group.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

interface EvaluateFlags extends ProtocolChoice, WantedFigures {
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
  const { protocolFile, runPaths, writeError } = await import('../../core/runs/index.ts')
  await copyFile(protocolFile(runPaths(run), hash), to).catch((error: unknown) => {
    throw writeError(to, error)
  })
}

async function checksOf(run: string, status: StatusLine): Promise<Finding[]> {
  const { checkRun } = await import('../../core/guard/check-run.ts')
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

/** `oneshot evaluate`: a number with its protocol, interval, chance and baselines. */
export function evaluateCommand(terminal: Terminal): Command {
  return makeCommand('evaluate', terminal, [
    ['evaluate runs/mine', 'trials on its test classes'],
    ['evaluate runs/mine --way 5 --shot 3 --trials 2000', 'easier ones'],
    ['evaluate runs/mine', 'of `train --seeds 5 --out runs/mine`: five numbers, their mean and spread'],
    ['evaluate runs/mine --save-protocol trials.json', 'the same, and the trials as a file'],
    ['evaluate runs/other --protocol trials.json', 'on exactly those trials'],
    ['evaluate runs/mine --protocol vinyals --way 5 --shot 5', 'turned pictures as classes of their own'],
    ['evaluate runs/mine --curve --verification --confusion', 'and all figures its codes give besides'],
    ['evaluate runs/mine --data other-pictures', 'on all classes of another folder'],
    ['evaluate runs/mine --protocol lake:all_runs', 'on the twenty runs published with Omniglot'],
  ])
    .summary('one-shot accuracy with its interval, chance and baselines')
    .description(
      'Draws one-shot trials on classes the run was not trained on, scores them, and measures what must be beaten: pixel ' +
        'nearest neighbour, the untrained network and, for line drawings, the modified Hausdorff distance. Trials stay within ' +
        'a group and query and supports come from different drawers where the recipe asks for it and the data tell.',
    )
    .argument(
      '<run>',
      'folder of a run, or what the runs of several seeds were called: each on the same trials, mean and spread',
    )
    .option(
      '--protocol <name>',
      'koch, vinyals, article, validation, the file of a protocol, or lake:FOLDER for published runs',
    )
    .addOption(
      new Option('--classes <part>', "which of the run's classes (default: those set aside)").choices([
        'test',
        'validation',
        'training',
      ]),
    )
    .option('--save-protocol <file>', 'write the trials to a file, for other runs and other people')
    .option('--data <folder>', 'other pictures: all of their classes are tested')
    .option('--way <N>', 'classes in a trial (default: as the recipe validates, where possible)', wholeNumber(2, 1000))
    .option('--shot <K>', 'supports of each class (default: 1)', wholeNumber(1, 100))
    .option('--trials <T>', 'how many (default: 1000)', wholeNumber(1, 1_000_000))
    .addOption(seedOption("decides the trials (default: the recipe's)"))
    .option('--within-group', 'all classes of a trial from one group')
    .option('--no-within-group', 'classes from anywhere')
    .option('--across-drawer', 'query and supports by different drawers')
    .option('--no-across-drawer', 'by anyone')
    .option(
      '--curve',
      'also accuracy against ways (2 to 50) and shots (1 to 10) beside the baselines, on trials drawn for it',
    )
    .option(
      '--verification',
      'also same or different: equal error rate, area, true accepts at fixed false accept rates',
    )
    .option('--all-pairs', 'for --verification, every pair instead of a million at most')
    .option('--confusion', 'also which classes are taken for which')
    .option('--no-checks', 'spare the checks of the run, which embed some of its training classes too')
    .addOption(deviceOption('the one it was trained on'))
    .addOption(jsonOption())
    .action(
      async (
        run: string,
        { json, device, saveProtocol, checks, curve, verification, confusion, allPairs, ...choice }: EvaluateFlags,
      ) => {
        const { deviceFor } = await import('../device.ts')
        const { isRun, openRun, readGroup } = await import('../../core/runs/index.ts')
        const { evaluateGroup, evaluateRun, evaluationFigures, evaluationId } =
          await import('../../core/trained/index.ts')
        const status = new StatusLine(terminal)
        const group = (await isRun(run)) ? undefined : await readGroup(run)
        try {
          const wanted = definedOnly({ curve, verification, confusion, allPairs })
          if (group && Object.keys(wanted).length > 0) {
            throw new UserError('evaluate/figures-of-group', 'Figures are of one run, and this names several.', {
              subject: run,
              next: 'Name one of its runs.',
            })
          }
          if (group) {
            const found = await evaluateGroup(group, {
              ...definedOnly(choice),
              ...(await deviceFor(device)),
              onProgress: (seed, doing, done, total) => status.count(`seed ${seed}: ${DOING[doing]}`, done, total),
            })
            status.clear()
            if (saveProtocol !== undefined) await copyProtocol(found.runs[0]!.dir, found.protocol.hash, saveProtocol)
            if (json) return terminal.out(JSON.stringify(found))
            return showGroupEvaluation(terminal, found, group.record.recipe.encoder.kind)
          }
          const options = {
            ...definedOnly(choice),
            ...(await deviceFor(device)),
            onProgress: (doing: keyof typeof DOING, done: number, total: number) =>
              status.count(DOING[doing], done, total),
          }
          const result = await evaluateRun(run, options)
          const figures = await evaluationFigures(run, evaluationId(result.protocol), wanted, options)
          const findings = checks ? await checksOf(run, status) : undefined
          status.clear()
          if (saveProtocol !== undefined) await copyProtocol(run, result.protocol.hash, saveProtocol)
          if (json)
            return terminal.out(JSON.stringify({ ...result, ...figures, ...(findings && { checks: findings }) }))
          const encoder = (await openRun(run)).record.recipe.encoder.kind
          showEvaluation(terminal, result, encoder)
          showFigures(terminal, figures, { way: result.way, shot: result.shot, encoder })
          if (findings) showWarnings(terminal, findings)
        } finally {
          status.clear()
        }
      },
    )
}
