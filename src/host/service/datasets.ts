/** Data sets: scanned in the pictures lane, held here. */
import type { LookAlikesEvent, OpenEvent } from '../../shared/contract/datasets.ts'
import { UserError } from '../../shared/errors.ts'
import { lookAlikesOf } from './look-alikes.ts'
import { os } from './procedures.ts'
import type { Services } from './services.ts'
import { streamed } from './stream.ts'

export function datasetsProcedures({ cacheDir, lanes, access, datasets, memory }: Services) {
  return {
    open: os.datasets.open.handler(async function* ({ input, signal }) {
      const { drawer } = input
      const path = await access.check(input.path)
      const options = { path, cacheDir, ...(drawer === undefined ? {} : { drawer }) }
      yield* streamed<OpenEvent, OpenEvent>(async (report, stop) => {
        report({ kind: 'progress', done: 0, total: null })
        const info = await lanes.pictures.call('scan', options, {
          signal: stop,
          onProgress: ({ done, total }) => report({ kind: 'progress', done, total }),
        })
        const { summary } = datasets.add(info, drawer)
        await memory.opened({ path: info.root, classes: summary.classes.length, pictures: summary.pictures })
        return { kind: 'opened', dataset: summary }
      }, signal)
    }),
    lookAlikes: os.datasets.lookAlikes.handler(async function* ({ input, signal }) {
      const { info } = datasets.get(input.id)
      yield* streamed<LookAlikesEvent, LookAlikesEvent>(async (report, stop) => {
        report({ kind: 'progress', done: 0, total: null })
        const sets = await lanes.pictures.call(
          'lookAlikes',
          { dataset: info, cacheDir },
          { signal: stop, onProgress: ({ done, total }) => report({ kind: 'progress', done, total }) },
        )
        return { kind: 'found', lookAlikes: lookAlikesOf(info, sets) }
      }, signal)
    }),
    pictures: os.datasets.pictures.handler(({ input }) => {
      const { info } = datasets.get(input.id)
      const found = info.classes[input.classIndex]
      if (!found) {
        throw new UserError('dataset/no-class', `There is no class ${input.classIndex} in this data set.`, {
          subject: 'classIndex',
          next: 'Open its folder again.',
        })
      }
      return found.pictures.flatMap((index) => {
        const picture = info.pictures[index]
        if (!picture) return []
        const { path, drawer = null, width, height } = picture
        return [{ index, path, drawer, width, height }]
      })
    }),
  }
}
