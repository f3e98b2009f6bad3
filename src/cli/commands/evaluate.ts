import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { deviceOption, jsonOption, seedOption, wholeNumber } from '../options.ts'
import type { DeviceChoice } from '../options.ts'
import type { ProtocolChoice } from '../../core/trained/choose-protocol.ts'
import { definedOnly } from '../defined-only.ts'
import { showEvaluation } from '../show/evaluation.ts'
import { showGroupEvaluation } from '../show/group.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

interface EvaluateFlags extends ProtocolChoice {
  readonly data?: string
  readonly device?: DeviceChoice
  readonly json?: true
}

const DOING = { reading: 'reading pictures', embedding: 'embedding', baselines: 'measuring the baselines' } as const

/** `oneshot evaluate`: a number with its protocol, interval, chance and baselines. */
export function evaluateCommand(terminal: Terminal): Command {
  return makeCommand('evaluate', terminal, [
    ['evaluate runs/mine', 'trials on its test classes'],
    ['evaluate runs/mine --way 5 --shot 3 --trials 2000', 'easier ones'],
    ['evaluate runs/mine', 'of `train --seeds 5 --out runs/mine`: five numbers, their mean and spread'],
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
    .option('--protocol <name>', 'koch, article, validation, the file of a protocol, or lake:FOLDER for published runs')
    .option('--data <folder>', 'other pictures: all of their classes are tested')
    .option('--way <N>', 'classes in a trial (default: as the recipe validates, where possible)', wholeNumber(2, 1000))
    .option('--shot <K>', 'supports of each class (default: 1)', wholeNumber(1, 100))
    .option('--trials <T>', 'how many (default: 1000)', wholeNumber(1, 1_000_000))
    .addOption(seedOption("decides the trials (default: the recipe's)"))
    .option('--within-group', 'all classes of a trial from one group')
    .option('--no-within-group', 'classes from anywhere')
    .option('--across-drawer', 'query and supports by different drawers')
    .option('--no-across-drawer', 'by anyone')
    .addOption(deviceOption('the one it was trained on'))
    .addOption(jsonOption())
    .action(async (run: string, { json, device, ...choice }: EvaluateFlags) => {
      const { deviceFor } = await import('../device.ts')
      const { isRun, openRun, readGroup } = await import('../../core/runs/index.ts')
      const { evaluateGroup, evaluateRun } = await import('../../core/trained/index.ts')
      const status = new StatusLine(terminal)
      const group = (await isRun(run)) ? undefined : await readGroup(run)
      try {
        if (group) {
          const found = await evaluateGroup(group, {
            ...definedOnly(choice),
            ...(await deviceFor(device)),
            onProgress: (seed, doing, done, total) => status.count(`seed ${seed}: ${DOING[doing]}`, done, total),
          })
          status.clear()
          if (json) return terminal.out(JSON.stringify(found))
          return showGroupEvaluation(terminal, found, group.record.recipe.encoder.kind)
        }
        const result = await evaluateRun(run, {
          ...definedOnly(choice),
          ...(await deviceFor(device)),
          onProgress: (doing, done, total) => status.count(DOING[doing], done, total),
        })
        status.clear()
        if (json) terminal.out(JSON.stringify(result))
        else showEvaluation(terminal, result, (await openRun(run)).record.recipe.encoder.kind)
      } finally {
        status.clear()
      }
    })
}
