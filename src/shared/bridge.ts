/** What the preload script hands to the page. In a browser tab there is no bridge, and the page must do without. */
export interface DesktopBridge {
  /** The operating system, as Node names it. */
  readonly platform: string
}
