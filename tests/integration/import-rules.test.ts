import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const RULE = 'studio/import-directions'
const eslint = new ESLint({ cwd: process.cwd() })

/** What the import rule says about `code`, were it the text of `filePath`. */
async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  const messages = result?.messages ?? []
  expect(messages.filter((message) => message.fatal)).toEqual([])
  return messages.filter((message) => message.ruleId === RULE).map((message) => message.message)
}

const FORBIDDEN: [file: string, code: string, expected: RegExp][] = [
  ['src/shared/x.ts', "import '../core/dataset/scan.ts'", /src\/shared may import nothing of ours, not src\/core/],
  ['src/shared/x.ts', "import { createHash } from 'node:crypto'", /must not import "node:crypto"/],
  ['src/core/runs/x.ts', "import type { A } from '../../worker/messages.ts'", /src\/core may import src\/shared, not/],
  ['src/worker/x.ts', "import '../host/service.ts'", /not src\/host/],
  ['src/host/x.ts', "import { run } from '../worker/trainer.ts'", /may only `import type` from src\/worker/],
  ['src/host/x.ts', "await import('../worker/trainer.ts')", /may only `import type` from src\/worker/],
  [
    'src/host/x.ts',
    "import { map } from '../core/trained/map/index.ts'",
    /may only `import type` from src\/core\/trained/,
  ],
  ['src/host/service/x.ts', "import '../../core/engine/index.ts'", /may only `import type` from src\/core\/engine/],
  ['src/server/x.ts', "import '../core/dataset/scan.ts'", /not src\/core/],
  ['src/main/x.ts', "export * from '../core/dataset/scan.ts'", /not src\/core/],
  ['src/cli/x.ts', "import '../main/index.ts'", /not src\/main/],
  ['src/preload/x.ts', "import '../host/service.ts'", /src\/preload may import src\/shared, not src\/host/],
  ['src/renderer/x.ts', "let service: import('../host/service.ts').Service", /not src\/host/],
  ['src/renderer/App.vue', '<script setup lang="ts">\nimport "../main/index.ts"\n</script>', /not src\/main/],
  ['src/host/x.ts', "import { app } from 'electron'", /"electron" may only be imported in src\/main and src\/preload/],
  ['tests/integration/x.test.ts', "import 'electron'", /"electron" may only/],
  ['src/core/training/x.ts', "import * as tf from '@tensorflow/tfjs-core'", /only be imported in src\/core\/engine/],
  ['src/core/export/x.ts', "import protobuf from 'protobufjs/light.js'", /only be imported in src\/core\/engine/],
  ['src/worker/x.ts', "const ort = require('onnxruntime-node')", /only be imported in src\/core\/engine/],
  ['src/core/gallery/x.ts', "import sharp from 'sharp'", /only be imported in src\/core\/dataset/],
  ['src/host/x.ts', "import { ref } from 'vue'", /only be imported in src\/renderer/],
  ['src/main/x.ts', "import { RPCHandler } from '@orpc/server/message-port'", /only be imported in src\/host/],
  [
    'src/renderer/features/x.ts',
    "import { ORPCError } from '@orpc/client'",
    /only be imported in src\/renderer\/client/,
  ],
  ['src/host/x.ts', "import { WebSocket } from 'ws'", /only be imported in src\/server/],
  ['src/core/x.ts', "import '../../tools/x.js'", /must not import from outside src\//],
  ['src/core/x.ts', "import '../shared/errors'", /Write the file extension/],
]

const ALLOWED: [file: string, code: string][] = [
  ['src/core/x.ts', "import { UserError } from '../shared/errors.ts'"],
  ['src/core/dataset/x.ts', "import sharp from 'sharp'\nimport { stat } from 'node:fs/promises'"],
  ['src/core/engine/trace/x.ts', "import * as tf from '@tensorflow/tfjs-core'\nimport 'protobufjs'"],
  ['src/worker/x.ts', "import '../core/dataset/scan.ts'"],
  ['src/host/x.ts', "import type { Message } from '../worker/messages.ts'\nimport '../core/runs/list.ts'"],
  ['src/host/service/x.ts', "import type { CodeMap } from '../../core/trained/map/index.ts'"],
  ['src/host/x.test.ts', "import { map } from '../core/trained/map/index.ts'"],
  ['src/server/x.ts', "import '../host/service.ts'"],
  ['src/main/x.ts', "import { app } from 'electron'\nimport '../host/service.ts'"],
  ['src/cli/x.ts', "import '../core/dataset/scan.ts'\nimport manifest from '../../package.json'"],
  [
    'src/renderer/App.vue',
    '<script setup lang="ts">\nimport { ref } from "vue"\nimport "../shared/bridge.ts"\n</script>',
  ],
  ['src/core/training/x.test.ts', "import * as tf from '@tensorflow/tfjs-core'"],
]

describe('import directions', () => {
  it.each(FORBIDDEN)('%s: refuses %s', async (file, code, expected) => {
    expect(await complaints(file, code)).toEqual([expect.stringMatching(expected)])
  })

  it.each(ALLOWED)('%s: allows %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([])
  })
})
