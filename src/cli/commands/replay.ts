import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { deviceOption, jsonOption } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import type { ReplayFlags } from '../train/replay.ts'

/** `oneshot replay`: a run again, from the one file that decides its result. */
export function replayCommand(terminal: Terminal): Command {
  return makeCommand('replay', terminal, [
    ['replay runs/mine/recipe.json', 'trains it again beside the first'],
    ['replay recipe.json --data pictures', "somebody else's, on your copy of the pictures"],
  ])
    .summary('a run again, from its recipe.json')
    .description(
      'Trains again with the same pictures, classes set aside, seed and settings, and evaluates to the same number. Pictures ' +
        'that differ from those of the recipe are refused.',
    )
    .argument('<recipe>', 'recipe.json of a run')
    .option('--data <folder>', 'where the pictures lie now (default: where they were)')
    .option('--out <run>', "the new run's folder (default: runs/<date>-<folder>-<recipe>-replay)")
    .addOption(deviceOption('that of the recipe'))
    .option('--verbose', 'also prints lines of progress that stay, to stderr')
    .addOption(jsonOption())
    .action(async (recipe: string, flags: ReplayFlags) => {
      const { replay } = await import('../train/replay.ts')
      await replay(terminal, recipe, flags)
    })
}
