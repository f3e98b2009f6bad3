/** Choosing folders: the carrier's dialog, or a look into the folders the page may see. */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { FolderEntry, FolderListing } from '../../shared/contract/files.ts'
import { UserError } from '../../shared/errors.ts'
import { formatOfName } from '../../core/dataset/decode/formats.ts'
import { isIgnoredName } from '../../core/dataset/sources/source.ts'
import type { PathAccess } from './access.ts'
import { os } from './procedures.ts'
import type { Services } from './services.ts'

const MOST_ENTRIES = 3000

const isZip = (name: string) => name.toLowerCase().endsWith('.zip')
const folderEntry = (folder: string): FolderEntry => ({
  name: path.basename(folder) || folder,
  path: folder,
  kind: 'folder',
})

/** Links count as what they lead to. */
async function kindOf(folder: string, entry: Dirent): Promise<'folder' | 'file' | undefined> {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (!entry.isSymbolicLink()) return undefined
  const target = await stat(path.join(folder, entry.name)).catch(() => undefined)
  return target?.isDirectory() ? 'folder' : target?.isFile() ? 'file' : undefined
}

function unreadable(folder: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code
  const reasons: Record<string, string> = {
    ENOENT: 'is not there any more',
    ENOTDIR: 'is a file, not a folder',
    EACCES: 'may not be opened: you lack the permission',
    EPERM: 'may not be opened: you lack the permission',
  }
  const reason = reasons[code ?? ''] ?? `cannot be opened (${code ?? 'error'})`
  const next = 'Choose another folder.'
  return new UserError('files/unreadable', `${folder} ${reason}.`, { subject: folder, next, cause: error })
}

async function list(access: PathAccess, asked: string): Promise<FolderListing> {
  const folder = await access.check(asked)
  let found: Dirent[]
  try {
    found = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    throw unreadable(folder, error)
  }
  const entries: FolderEntry[] = []
  let pictures = 0
  for (const entry of found) {
    if (isIgnoredName(entry.name)) continue
    const kind = await kindOf(folder, entry)
    const shown = { name: entry.name, path: path.join(folder, entry.name) }
    if (kind === 'folder') entries.push({ ...shown, kind })
    else if (kind === 'file' && isZip(entry.name)) entries.push({ ...shown, kind: 'zip' })
    else if (kind === 'file' && formatOfName(entry.name)) pictures += 1
  }
  const { compare } = new Intl.Collator('en', { numeric: true })
  entries.sort((a, b) => compare(a.name, b.name))
  const above = path.dirname(folder)
  const parent = await access.check(above).then(
    (allowed) => (allowed === folder ? null : allowed),
    () => null,
  )
  const more = Math.max(0, entries.length - MOST_ENTRIES)
  return { path: folder, parent, entries: entries.slice(0, MOST_ENTRIES), more, pictures }
}

function notHere(what: string): UserError {
  const next = 'Choose it in the list of folders instead.'
  return new UserError('files/not-here', `This program cannot ${what} on your screen.`, { next })
}

export function filesProcedures({ options, access }: Services) {
  const { pick, reveal } = options.capabilities
  return {
    roots: os.files.roots.handler(() => {
      const roots = access.roots ?? [homedir(), path.parse(homedir()).root]
      return [...new Set(roots)].map(folderEntry)
    }),
    list: os.files.list.handler(({ input }) => list(access, input.path)),
    pick: os.files.pick.handler(({ input }) => {
      if (!pick) throw notHere('open a window for choosing folders')
      return pick(input.what)
    }),
    reveal: os.files.reveal.handler(async ({ input }) => {
      if (!reveal) throw notHere('show folders')
      await reveal(await access.check(input.path))
      return {}
    }),
  }
}
