/**
 * The folders of set-ups. One is made under a name that says it is not finished and whose process makes it, and gets its
 * real name when it is whole and has been seen to train: whatever stops it half-way leaves nothing that would be loaded.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSetup, SETUP_FILE, UNFINISHED, type Setup } from '../../src/core/engine/eager/tensorflow-files.ts'
import { Missing } from './trouble.ts'

const nameOf = ({ tensorflow, cuda }: Setup) => `${tensorflow}-${cuda ? 'cuda' : 'cpu'}`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function foldersIn(root: string): Promise<string[]> {
  try {
    return (await readdir(root, { withFileTypes: true })).filter((each) => each.isDirectory()).map(({ name }) => name)
  } catch {
    return []
  }
}

/** The whole set-up of this version and kind, if there is one. */
export function findSetup(root: string, setup: Setup): string | undefined {
  const folder = join(root, nameOf(setup))
  const found = readSetup(folder)
  return found?.tensorflow === setup.tensorflow && found.cuda === setup.cuda ? folder : undefined
}

/**
 * Puts away what interrupted set-ups left. @returns how many there were
 * @throws Missing while another process is setting up
 */
export async function clearUnfinished(root: string): Promise<number> {
  let count = 0
  for (const name of await foldersIn(root)) {
    const pid = name.startsWith(UNFINISHED) ? name.slice(UNFINISHED.length) : undefined
    if (pid !== undefined && Number(pid) !== process.pid && isAlive(Number(pid)))
      throw new Missing(
        `Process ${pid} is setting TensorFlow up already.`,
        `Wait until it ends. If it is another program, delete ${join(root, name)}.`,
      )
    if (pid === undefined && readSetup(join(root, name))) continue
    await rm(join(root, name), { recursive: true, force: true })
    count++
  }
  return count
}

/** Makes a set-up in a folder of its own and gives it its name when `make` is through; else nothing of it stays. */
export async function addSetup(root: string, setup: Setup, make: (folder: string) => Promise<void>): Promise<string> {
  const unfinished = join(root, `${UNFINISHED}${process.pid}`)
  const folder = join(root, nameOf(setup))
  await mkdir(unfinished, { recursive: true })
  try {
    await make(unfinished)
    // Another version or kind would be loaded in its place, or lie about for nothing.
    for (const name of await foldersIn(root))
      if (join(root, name) !== unfinished) await rm(join(root, name), { recursive: true, force: true })
    await rename(unfinished, folder)
    return folder
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

/** The last file of a set-up: with it, it counts. */
export async function writeSetup(folder: string, setup: Setup): Promise<void> {
  await writeFile(join(folder, SETUP_FILE), `${JSON.stringify(setup, null, 2)}\n`)
}

/** @returns whether there was anything */
export async function removeSetups(root: string): Promise<boolean> {
  const before = await foldersIn(root)
  await clearUnfinished(root)
  await rm(root, { recursive: true, force: true })
  return before.length > 0
}
