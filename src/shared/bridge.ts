/**
 * What the preload script hands to the page as `window.studio`. In a browser tab there is no bridge, and the page must do
 * without. Everything else the page wants goes through the port, by the contract.
 */

/** Pages the menu can go to, in its order. */
export const MENU_PAGES = ['home', 'data', 'train', 'evaluate', 'trials', 'embeddings', 'export', 'runs'] as const
export type MenuPage = (typeof MENU_PAGES)[number]

/** What the window's menu asks of the page. `run:…` means the training under way. */
export type MenuCommand =
  'open-folder' | 'open-zip' | `open-recent:${string}` | `go:${MenuPage}` | 'run:pause' | 'run:resume' | 'run:stop'

/** The message in which the page finds its port (`event.ports[0]`). Only from `window` itself, and with its own nonce. */
export interface PortMessage {
  readonly kind: 'studio:port'
  readonly nonce: string
}

export interface DesktopBridge {
  /** The operating system, as Node names it. */
  readonly platform: string
  /**
   * Asks for the port to the host; it arrives as a `PortMessage`. A page has one port: asking again closes the one before.
   * @param nonce 16 to 64 letters, digits or dashes that nobody else can guess
   */
  requestPort(nonce: string): void
  /** Where a dropped or chosen file or folder lies; empty where it lies nowhere. */
  pathOf(file: File): string
  /** Calls back for each menu command; returns its remover. */
  onCommand(listener: (command: MenuCommand) => void): () => void
}

/** Names of the messages between preload and main. The page cannot send them. */
export const CHANNELS = {
  requestPort: 'studio:request-port',
  port: 'studio:port',
  command: 'studio:command',
} as const

export function isNonce(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9-]{16,64}$/.test(value)
}
