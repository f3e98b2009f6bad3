import type { WrittenMap } from '../../core/trained/map/map-run.ts'
import type { Terminal } from '../terminal.ts'

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** What was written, and how distances on it are to be read. */
export function showMap(terminal: Terminal, map: WrittenMap): void {
  const { out, method, pictures, classes, total, metric, head, shares, reduced, usedTest } = map
  terminal.out(`${out}: ${method === 'umap' ? 'UMAP' : 'PCA'} of ${pictures} pictures in ${classes} classes`)
  if (total > pictures) terminal.out(`  ${pictures} of ${total} pictures, drawn by lot: more do not fit on a map`)
  if (shares) terminal.out(`  x holds ${percent(shares[0])} of the variance, y ${percent(shares[1])}`)
  else terminal.out(`  ${metric} distance between codes; distances between far clumps of the map mean little`)
  if (reduced) {
    const { components, share } = reduced
    terminal.out(`  neighbours by the first ${components} principal components (${percent(share)} of the variance)`)
  }
  if (head === 'l1' || head === 'subtract') {
    terminal.out(
      `  the ${head} head weighs differences, which is no distance between points: the map measures the codes`,
    )
  }
  if (usedTest) terminal.out('  the test classes were shown: noted in the run as a use')
}
