/** What carries calls to the host; the page never learns which it is. */

/** One connection, carrying text both ways. */
export interface Channel {
  /** Never throws: what is sent after the end is dropped. */
  send(text: string): void
  onText(listener: (text: string) => void): void
  /** Called once, when either side ended it. */
  onClose(listener: () => void): void
  close(): void
}

export interface Transport {
  /**
   * Opens a connection.
   * @throws ConnectionRefused when it is of no use to try again
   */
  open(): Promise<Channel>
}
