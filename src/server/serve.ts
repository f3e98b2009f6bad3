/** Serve mode: a host of its own behind a server, until it is told to stop. */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { createHost } from '../host/service/index.ts'
import { UserError } from '../shared/errors.ts'
import { startAppServer } from './app-server.ts'
import { PAGE } from './built-page.ts'
import { stateFolder } from './state-folder.ts'

export interface ServeOptions {
  /** @default a free one */
  readonly port?: number
  /** Folders the page may show. @default the home folder and the current one */
  readonly roots?: readonly string[]
  /** Folder of the runs. @default `runs` in the current folder */
  readonly runs?: string
}

export interface Served {
  /** The address to open. */
  readonly url: string
  readonly runs: string
  /** Trainings under way. */
  trainings(): number
  /** Stops them with a checkpoint, then the server. */
  close(): Promise<void>
}

/** A folder that was named; a page that finds nothing to choose from would not say why. */
async function namedFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory()) return path.resolve(folder)
  throw new UserError('serve/no-folder', `${folder} ${found ? 'is not a folder' : 'does not exist'}.`, {
    subject: '--root',
    next: 'Name a folder that is there, or leave --root out.',
  })
}

/**
 * Starts host and server. `ONESHOT_TOKEN` fixes the token, so that an open page finds a restarted server again.
 * @throws UserError `serve/no-folder`, `port`
 */
export async function serve({ port, roots, runs }: ServeOptions): Promise<Served> {
  const shown = roots ? await Promise.all(roots.map(namedFolder)) : [homedir(), process.cwd()]
  const runsDir = path.resolve(runs ?? 'runs')
  const host = await createHost({
    runsDir,
    stateDir: stateFolder(),
    capabilities: { picker: 'browse', roots: shown },
  })
  const token = process.env['ONESHOT_TOKEN']
  try {
    const server = await startAppServer({
      host,
      page: PAGE,
      ...(port === undefined ? {} : { port }),
      ...(token ? { token } : {}),
    })
    return {
      url: server.url,
      runs: runsDir,
      trainings: () => host.active().length,
      close: async () => {
        await server.close()
        await host.close()
      },
    }
  } catch (error) {
    await host.close()
    throw error
  }
}
