/** Names of classes where there is little room: what tells them apart stays. */

/** The names without the folders that all of them stand in. */
export function withoutSharedFolders(names: readonly string[]): string[] {
  const parts = names.map((name) => name.split('/'))
  const [first = []] = parts
  let shared = 0
  while (shared < first.length - 1 && parts.every((each) => each.length > shared + 1 && each[shared] === first[shared]))
    shared++
  return parts.map((each) => each.slice(shared).join('/'))
}

/** The folders of a name, slash included, and its last part. */
export function folderAndName(name: string): { readonly folder: string; readonly last: string } {
  const at = name.lastIndexOf('/') + 1
  return { folder: name.slice(0, at), last: name.slice(at) }
}
