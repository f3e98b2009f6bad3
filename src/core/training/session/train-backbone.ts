import type { DoneEvent } from '../../../shared/training.ts'
import type { Session } from './open.ts'

export async function trainBackbone(_session: Session): Promise<DoneEvent> {
  throw new Error('not yet')
}
