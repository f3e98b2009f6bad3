import { Option } from 'commander'
import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import type { EvaluateFlags } from '../evaluate.ts'
import { deviceOption, jsonOption, seedOption, wholeNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'

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
    .action(async (run: string, flags: EvaluateFlags) => {
      const { evaluate } = await import('../evaluate.ts')
      return evaluate(run, flags, terminal)
    })
}
