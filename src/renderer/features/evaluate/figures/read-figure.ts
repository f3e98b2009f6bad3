import type { FigureEvent, FigureProgress } from '../../../../shared/contract/figures.ts'

/** The first answer may take long: all pictures of the classes may have to be embedded. */
export const PATIENCE = { timeoutMs: 600_000 }

/** Listens to the end of a stream and gives its figure. @throws what the stream does, or the signal's reason */
export async function readFigure<Figure>(
  stream: AsyncIterable<FigureEvent<Figure>>,
  onProgress: (progress: FigureProgress) => void,
): Promise<Figure> {
  for await (const event of stream) {
    if (event.kind === 'done') return event.figure
    onProgress(event)
  }
  throw new Error('the stream ended without a figure')
}
