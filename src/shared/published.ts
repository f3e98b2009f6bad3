/**
 * Accuracies that papers print for a protocol, on Omniglot's evaluation alphabets: to see where a number stands, not to rank it.
 * Each is told where it comes from; figures known only from a single secondary copy are left out.
 */

export type PublishedMethod =
  | 'people'
  | 'hbpl'
  | 'bpl'
  | 'convSiamese'
  | 'deepConvnet'
  | 'affine'
  | 'hierarchicalDeep'
  | 'boltzmann'
  | 'hausdorff'
  | 'fullSiamese'
  | 'strokes'
  | 'pixels'
  | 'prototypical'
  | 'matching'

export interface PublishedFigure {
  readonly method: PublishedMethod
  /** 0..1 */
  readonly accuracy: number
  readonly source: string
}

export interface PublishedFor {
  readonly protocol: { readonly name: string }
  readonly way: number
  readonly shot: number
  /** The pictures are Omniglot's, by their names. */
  readonly omniglot?: boolean | undefined
  /** Trials on classes the run was trained on. */
  readonly seen?: number | undefined
}

const KOCH = 'Koch, Zemel and Salakhutdinov (2015), table 2'
const LAKE = 'Lake, Salakhutdinov and Tenenbaum (2015)'
const DEMO = 'the demonstration published with Omniglot'
const SNELL = 'Snell, Swersky and Zemel (2017)'
const VINYALS = 'Vinyals et al. (2016)'
const VALMADRE = 'github.com/jvlmdr/omniglot-eval'

const figures = (source: string, ...rows: [PublishedMethod, number][]): PublishedFigure[] =>
  rows.map(([method, percent]) => ({ method, accuracy: percent / 100, source }))

/** 20-way 1-shot within an alphabet, two drawers. */
const KOCH_400 = figures(
  KOCH,
  ['people', 95.5],
  ['hbpl', 95.2],
  ['convSiamese', 92.0],
  ['affine', 81.8],
  ['hierarchicalDeep', 65.2],
  ['boltzmann', 62.0],
  ['fullSiamese', 58.3],
  ['strokes', 35.2],
  ['pixels', 21.7],
)

/** The twenty runs. */
const LAKE_RUNS = [
  ...figures(LAKE, ['bpl', 96.7], ['people', 95.5], ['deepConvnet', 86.5]),
  ...figures(DEMO, ['hausdorff', 61.2]),
]

/** Turned characters are classes of their own; by way and shot. */
const VINYALS_TURNED: Readonly<Record<string, readonly [prototypical: number, matching: number, siamese: number]>> = {
  '5-1': [98.8, 98.1, 96.5],
  '5-5': [99.7, 98.9, 98.9],
  '20-1': [96.0, 93.8, 89.3],
  '20-5': [98.9, 98.5, 96.4],
}

/** Best first; empty where no paper used these trials, or the pictures are others. */
export function publishedFor({ protocol, way, shot, omniglot, seen }: PublishedFor): readonly PublishedFigure[] {
  if (omniglot !== true || seen !== undefined) return []
  const is = (name: string) => protocol.name === name || protocol.name.startsWith(`${name},`)
  if (is('koch') && way === 20 && shot === 1) return KOCH_400
  if (is('lake') && way === 20 && shot === 1) return LAKE_RUNS
  const turned = is('vinyals') ? VINYALS_TURNED[`${way}-${shot}`] : undefined
  if (!turned) return []
  const [prototypical, matching, siamese] = turned
  return [
    ...figures(SNELL, ['prototypical', prototypical]),
    ...figures(VINYALS, ['matching', matching]),
    ...figures(VALMADRE, ['convSiamese', siamese]),
  ].sort((a, b) => b.accuracy - a.accuracy)
}

/** `ALPHABET/characterNN/NNNN_DD.png`, or an item of the twenty runs: no other data set names its pictures so. */
const OMNIGLOT = /(^|\/)(character\d\d\/\d{4}_\d\d|run\d\d\/(test\/item|training\/class)\d\d)\.png( |$)/

/** @param paths of the trials' pictures */
export function isOmniglot(paths: readonly string[]): boolean {
  return paths.length > 0 && paths.every((path) => OMNIGLOT.test(path))
}
