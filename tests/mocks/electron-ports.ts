/** Electron's frames and message ports, as far as the main process uses them. */
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'

export class WebFrameMain {
  url = ''
  readonly posted: { channel: string; message: unknown; ports: MessagePortMain[] }[] = []
  postMessage(channel: string, message: unknown, ports: MessagePortMain[]): void {
    this.posted.push({ channel, message, ports })
  }
}

/** Electron's port gives its listeners an event, and starts by `start()` alone. */
export class MessagePortMain extends EventEmitter {
  readonly port: MessagePort
  isClosed = false
  constructor(port: MessagePort) {
    super()
    this.port = port
    port.on('close', () => {
      this.isClosed = true
      this.emit('close')
    })
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }
  postMessage(message: unknown): void {
    if (!this.isClosed) this.port.postMessage(message)
  }
  close(): void {
    this.isClosed = true
    this.port.close()
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}
