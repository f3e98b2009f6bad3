import type { Command } from 'commander'
import { Option } from 'commander'
import { makeCommand } from '../command.ts'
import { WrongUse } from '../failure.ts'
import { classesApart, collect, deviceOption, jsonOption, positiveNumber, seedOption, wholeNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import type { TrainFlags } from '../train/flags.ts'
import { DRAWER_HELP } from './scan.ts'

/** `oneshot train`: a new run, or more of an old one. */
export function trainCommand(terminal: Terminal): Command {
  return makeCommand('train', terminal, [
    ['train pictures', 'chooses a recipe and a device and says why'],
    ['train pictures --recipe all-pairs --minutes 3 --test alphabet5', 'one group is kept for the test'],
    ['train pictures --set optimiser.rate=0.001 --set budget.steps=800', 'changes fields of the recipe'],
    ['train pictures --seeds 5 --out runs/mine', 'five runs on the same classes: how far does chance go?'],
    ['train --resume --out runs/mine', 'goes on where Ctrl+C stopped it'],
  ])
    .summary('train on a folder of classes; Ctrl+C stops, --resume goes on')
    .description(
      'Trains on a folder of classes and writes a run: a folder with the recipe, the curve and the checkpoints. Some classes ' +
        'are set aside before: validation classes choose the best state, test classes are used once, by `evaluate`.',
    )
    .argument('[folder]', 'folder of classes or its zip; with --resume, where the pictures lie now')
    .addOption(
      new Option('--recipe <name>', 'how to train')
        .choices(['auto', 'article', 'koch', 'all-pairs', 'pretrained'])
        .default('auto'),
    )
    .addOption(
      new Option('--minutes <M>', 'how long, validation included').argParser(positiveNumber).conflicts('steps'),
    )
    .addOption(new Option('--steps <N>', 'how many batches').argParser(wholeNumber(1, 1e8)))
    .addOption(seedOption("decides the split, the first weights and every batch (default: the recipe's)"))
    .addOption(
      new Option(
        '--seeds <N>',
        'trains N times on the same classes, with the seed and those after it; `evaluate` gives mean and spread',
      ).argParser(wholeNumber(2, 100)),
    )
    .addOption(deviceOption('auto, the quickest'))
    .option('--set <field=value>', 'changes a field of the recipe; may be given again', collect)
    .addOption(
      new Option(
        '--validation <share|groups>',
        'classes that choose the best state: a share such as 0.15, 0, or groups by name (default: 0.15)',
      ).argParser(classesApart),
    )
    .addOption(
      new Option('--test <share|groups>', 'classes kept for the test: the same (default: 0.2)').argParser(classesApart),
    )
    .option('--drawer <pattern>', DRAWER_HELP, 'auto')
    .option('--out <run>', "the run's folder (default: runs/<date>-<folder>-<recipe>); with --seeds, its beginning")
    .option('--resume', 'goes on with the run in --out, or with the newest')
    .option('--verbose', 'also prints lines of progress that stay, to stderr')
    .addOption(jsonOption())
    .action(async (folder: string | undefined, flags: TrainFlags, command: Command) => {
      if (flags.resume) {
        const { resume } = await import('../train/resume.ts')
        const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli'
        return resume(terminal, folder, flags, isGiven)
      }
      if (folder === undefined) {
        throw new WrongUse('Which pictures? Name the folder of classes.', 'Only --resume can do without one.')
      }
      const { trainNew } = await import('../train/train-new.ts')
      return trainNew(terminal, folder, flags)
    })
}
