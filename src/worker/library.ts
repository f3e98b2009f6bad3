/** Entry of the library process: answers calls of tasks until its parent goes. */
import { failureOf } from '../shared/failure.ts'
import type { LibraryReply, LibraryRequest } from './library-messages.ts'
import { TASKS } from './tasks/index.ts'
import type { TaskName } from './tasks/index.ts'
import type { Task } from './tasks/task.ts'

const running = new Map<number, AbortController>()

function send(reply: LibraryReply): void {
  if (process.connected) process.send?.(reply, undefined, undefined, () => undefined)
}

async function taskNamed(name: string): Promise<Task<unknown, unknown, unknown>> {
  if (!Object.hasOwn(TASKS, name)) throw new Error(`there is no task '${name}'`)
  // The caller's side holds name and input to each other (`LibraryProcess.call`).
  return (await TASKS[name as TaskName]()) as Task<unknown, unknown, unknown>
}

async function carryOut({ id, task, input }: Extract<LibraryRequest, { kind: 'call' }>): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  const { signal } = controller
  try {
    const run = await taskNamed(task)
    signal.throwIfAborted()
    const result = await run(input, { signal, progress: (progress) => send({ kind: 'progress', id, progress }) })
    send({ kind: 'result', id, result })
  } catch (error) {
    send({ kind: 'error', id, error: failureOf(error) })
  } finally {
    running.delete(id)
  }
}

process.on('message', (request: LibraryRequest) => {
  if (request.kind === 'call') void carryOut(request)
  else if (request.kind === 'cancel') running.get(request.id)?.abort()
  else process.exit(0)
})

// Ctrl+C in a terminal reaches the whole group: the parent decides what it means.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit(0))
