/** A long list that lies with the host, of which only the pages somebody looked at are here. */

export interface Page<T> {
  readonly total: number
  readonly rows: readonly T[]
}

export interface PagedRowsOptions<T> {
  readonly pageSize: number
  readonly load: (offset: number, limit: number) => Promise<Page<T>>
  /** A page came, or the total changed. */
  readonly onChange: () => void
}

export class PagedRows<T> {
  /** Null until the first page is here. */
  total: number | null = null
  private readonly options: PagedRowsOptions<T>
  private readonly pages = new Map<number, readonly T[]>()
  private readonly coming = new Map<number, Promise<readonly T[]>>()

  constructor(options: PagedRowsOptions<T>) {
    this.options = options
  }

  /** The row where it is here already. */
  at(index: number): T | undefined {
    const { pageSize } = this.options
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  /** The row, asked for where it is not here yet. */
  async get(index: number): Promise<T | undefined> {
    const { pageSize } = this.options
    return (await this.page(Math.floor(index / pageSize)))[index % pageSize]
  }

  /** Asks for what a range of rows lacks. */
  async need(first: number, last: number): Promise<void> {
    const { pageSize } = this.options
    const pages = []
    for (let page = Math.floor(first / pageSize); page * pageSize <= last; page++) pages.push(this.page(page))
    await Promise.all(pages)
  }

  /** Where the first row is for which `isIt` holds, or -1. Loads page after page until it is found. */
  async find(isIt: (row: T) => boolean): Promise<number> {
    for (let page = 0; ; page++) {
      const rows = await this.page(page)
      const within = rows.findIndex(isIt)
      if (within !== -1) return page * this.options.pageSize + within
      if (rows.length === 0 || (page + 1) * this.options.pageSize >= (this.total ?? 0)) return -1
    }
  }

  private page(number: number): Promise<readonly T[]> {
    const known = this.pages.get(number)
    if (known) return Promise.resolve(known)
    const coming = this.coming.get(number)
    if (coming) return coming
    const asked = this.load(number).finally(() => this.coming.delete(number))
    this.coming.set(number, asked)
    return asked
  }

  private async load(number: number): Promise<readonly T[]> {
    const { pageSize, load, onChange } = this.options
    const { total, rows } = await load(number * pageSize, pageSize)
    this.total = total
    this.pages.set(number, rows)
    onChange()
    return rows
  }
}
