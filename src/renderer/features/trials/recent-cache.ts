/** The last few answers by key. A failed one is forgotten, so that it can be asked again. */
export class RecentCache<T> {
  private readonly held = new Map<string, Promise<T>>()
  private readonly settled = new Map<string, T>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  /** The answer where it is here already: no waiting, no flicker. */
  peek(key: string): T | undefined {
    return this.settled.get(key)
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.held.get(key)
    this.held.delete(key)
    const answer = known ?? this.ask(key, ask)
    this.held.set(key, answer)
    for (const oldest of this.held.keys()) {
      if (this.held.size <= this.limit) break
      this.forget(oldest)
    }
    return answer
  }

  private async ask(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      const value = await ask()
      if (this.held.has(key)) this.settled.set(key, value)
      return value
    } catch (error) {
      this.forget(key)
      throw error
    }
  }

  /** Everything is asked anew. */
  clear(): void {
    this.held.clear()
    this.settled.clear()
  }

  private forget(key: string): void {
    this.held.delete(key)
    this.settled.delete(key)
  }
}
