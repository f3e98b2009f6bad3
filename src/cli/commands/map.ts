import { Option } from 'commander'
import type { Command } from 'commander'
import { MAP_DEFAULTS, MAP_METHODS } from '../../shared/code-map.ts'
import { SPLIT_PARTS } from '../../shared/split.ts'
import type { MapMethod } from '../../shared/code-map.ts'
import type { SplitPart } from '../../shared/split.ts'
import { makeCommand } from '../command.ts'
import { definedOnly } from '../defined-only.ts'
import { deviceOption, jsonOption, wholeNumber } from '../options.ts'
import type { DeviceChoice } from '../options.ts'
import { showMap } from '../show/map.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

/** The words for parts of the split, as the page says them. */
const CLASSES = { training: ['train'], validation: ['validation'], test: ['test'], all: SPLIT_PARTS } as const
/** What nobody asked to use up stays unused. */
const UNTESTED: readonly SplitPart[] = ['train', 'validation']

interface MapFlags {
  readonly out: string
  readonly method: MapMethod
  readonly classes?: keyof typeof CLASSES
  readonly neighbours: number
  readonly seed: number
  readonly data?: string
  readonly device?: DeviceChoice
  readonly json?: true
}

const DOING = {
  reading: 'reading pictures',
  embedding: 'embedding',
  components: 'finding the main directions',
  neighbours: 'finding neighbours',
  layout: 'laying out the map',
} as const

/** `oneshot map`: where the network puts each picture, in two dimensions, as a table. */
export function mapCommand(terminal: Terminal): Command {
  return makeCommand('map', terminal, [
    ['map runs/mine --out map.csv', 'UMAP of training and validation classes'],
    ['map runs/mine --out pca.csv --method pca --classes validation', 'the two main directions of other classes'],
  ])
    .summary('a map of the embeddings (UMAP or PCA) as a table')
    .description(
      'Writes path, class, group, part of the split and place on the map of every picture as CSV. Neighbours are exact and ' +
        'numbers come from the seed: the same run gives the same map. Looking at the test classes is noted in the run as a use.',
    )
    .argument('<run>', 'folder of a run')
    .requiredOption('--out <file>', 'CSV file to write')
    .addOption(new Option('--method <name>', 'umap or pca').choices(MAP_METHODS).default(MAP_DEFAULTS.method))
    .addOption(
      new Option('--classes <which>', 'of the split (default: training and validation)').choices(Object.keys(CLASSES)),
    )
    .option('--neighbours <K>', 'UMAP: neighbours each picture holds', wholeNumber(2, 200), MAP_DEFAULTS.neighbours)
    .option('--seed <N>', 'UMAP: decides its random numbers', wholeNumber(0, 2 ** 31), MAP_DEFAULTS.seed)
    .option('--data <folder>', 'where the pictures lie now, if they were moved')
    .addOption(deviceOption('the one it was trained on'))
    .addOption(jsonOption())
    .action(async (run: string, { json, device, out, classes, data, method, neighbours, seed }: MapFlags) => {
      const { deviceFor } = await import('../device.ts')
      const { mapRun } = await import('../../core/trained/map/map-run.ts')
      const status = new StatusLine(terminal, !json)
      try {
        const map = await mapRun(run, {
          ...definedOnly({ data }),
          ...(await deviceFor(device)),
          parts: classes === undefined ? UNTESTED : CLASSES[classes],
          options: { ...MAP_DEFAULTS, method, neighbours, seed },
          out,
          onProgress: (doing, done, total) => status.count(DOING[doing], done, total),
        })
        status.clear()
        if (json) terminal.out(JSON.stringify(map))
        else showMap(terminal, map)
      } finally {
        status.clear()
      }
    })
}
