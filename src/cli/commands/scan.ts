import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { jsonOption } from '../options.ts'
import { scanAsJson, showScan } from '../show/scan.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

export const DRAWER_HELP =
  'who drew or took each picture, read from its file name: auto, none, or a regular expression whose brackets hold it'

/** `oneshot scan`: what a folder of classes holds, and what is wrong with it. */
export function scanCommand(terminal: Terminal): Command {
  return makeCommand('scan', terminal, [
    ['scan pictures', 'class folders, or group folders of class folders; a zip of such a folder works too'],
    ["scan pictures --drawer '_(p\\d+)'", 'names like cat_p07_3.jpg tell the photographer'],
  ])
    .summary('what a folder of classes holds, and what is wrong with it')
    .description(
      'Reads a folder with one sub-folder of pictures for each class (or its zip), decodes every picture, and says what was ' +
        'understood, and which files are the same or look the same. Files that cannot be used are named and left out of training; nothing on the disk changes.',
    )
    .argument('<folder>', 'folder or zip')
    .option('--drawer <pattern>', DRAWER_HELP, 'auto')
    .addOption(jsonOption())
    .action(async (folder: string, flags: { drawer: string; json?: true }) => {
      const { scanDataset } = await import('../../core/dataset/index.ts')
      const { findLookAlikes } = await import('../../core/guard/look-alikes/index.ts')
      const { chooseRecipe } = await import('../../core/training/recipes/choose.ts')
      const status = new StatusLine(terminal)
      try {
        const dataset = await scanDataset(folder, {
          drawer: flags.drawer,
          onProgress: status.reading,
        })
        const lookAlikes = await findLookAlikes(dataset, {
          onProgress: ({ done, total }) => status.count('comparing pictures', done, total),
        })
        status.clear()
        const choice = chooseRecipe(dataset)
        if (flags.json) terminal.out(JSON.stringify(scanAsJson(dataset, choice, lookAlikes)))
        else showScan(terminal, dataset, choice, lookAlikes)
      } finally {
        status.clear()
      }
    })
}
