// A worker thread does not inherit the translation of TypeScript: this entry registers it before the real one is loaded.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.source)
