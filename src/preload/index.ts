import { contextBridge } from 'electron'
import type { DesktopBridge } from '../shared/bridge.ts'

const bridge: DesktopBridge = { platform: process.platform }

contextBridge.exposeInMainWorld('studio', bridge)
