import type { DesktopBridge } from '../shared/bridge.ts'

declare global {
  interface Window {
    /** Present in the desktop app only. */
    readonly studio?: DesktopBridge
  }
}
