/** Which rows of codes lie at which places of a memory that does not hold them all. */
export class Shelf {
  readonly capacity: number
  /** Which row each place holds, and the place of each row, -1 for none. */
  private readonly rows: Int32Array
  private readonly places: Int32Array
  private used = 0

  /** @param count rows there are */
  constructor(count: number, capacity: number) {
    this.capacity = capacity
    this.rows = new Int32Array(capacity)
    this.places = new Int32Array(count).fill(-1)
  }

  /** Sees to places for `count` rows more; where there are none, all that lie here are forgotten. */
  makeRoom(count: number): void {
    if (this.used + count > this.capacity) this.clear()
  }

  /** The place of a row, -1 where it does not lie here. */
  find(row: number): number {
    return this.places[row]!
  }

  /** The place a row gets. */
  put(row: number): number {
    const place = this.used++
    this.rows[place] = row
    this.places[row] = place
    return place
  }

  clear(): void {
    for (let place = 0; place < this.used; place++) this.places[this.rows[place]!] = -1
    this.used = 0
  }
}
