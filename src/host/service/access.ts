/** Which folders the page may reach: what it sends is a wish, not a path to be trusted. */
import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../../shared/errors.ts'

function isWithin(folder: string, inner: string): boolean {
  const relative = path.relative(folder, inner)
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative))
}

/** The path without links; of what does not exist yet, that of the folder it would be made in. */
async function resolved(asked: string): Promise<string> {
  try {
    return await realpath(asked)
  } catch (error) {
    const parent = path.dirname(asked)
    const isLink = await lstat(asked).then(
      () => true,
      () => false,
    )
    // A link to nowhere would be followed when something is written to it.
    if (parent === asked || isLink) throw error
    return path.join(await resolved(parent), path.basename(asked))
  }
}

export class PathAccess {
  private readonly limits: readonly string[] | undefined
  private readonly always: readonly string[]

  /**
   * @param roots folders the page may use; undefined for all
   * @param always folders it may use besides
   */
  constructor(roots: readonly string[] | undefined, always: readonly string[]) {
    this.limits = roots?.map((root) => path.resolve(root))
    this.always = always.map((folder) => path.resolve(folder))
  }

  /** The folders it is limited to; undefined where there is no limit. */
  get roots(): readonly string[] | undefined {
    return this.limits
  }

  /**
   * A path the page sent, made absolute; where there are limits without links, so that none leads out of them.
   * @throws UserError `files/bad-path` or `files/not-allowed`
   */
  async check(asked: string): Promise<string> {
    if (asked.includes('\0') || !path.isAbsolute(asked)) {
      throw new UserError('files/bad-path', `'${asked.replaceAll('\0', '�')}' is not a whole path.`, {
        subject: asked,
        next: 'Write the path from the top, or choose the folder in the list.',
      })
    }
    const whole = path.resolve(asked)
    if (this.limits === undefined) return whole
    const real = await resolved(whole).catch(() => undefined)
    for (const folder of [...this.limits, ...this.always]) {
      if (real !== undefined && isWithin(await resolved(folder).catch(() => folder), real)) return real
    }
    throw new UserError('files/not-allowed', `${asked} is not in a folder that may be shown here.`, {
      subject: asked,
      next: `Choose something in ${this.limits.join(' or ')}, or start the server with --root for its folder.`,
    })
  }
}
