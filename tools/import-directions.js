/**
 * The lint rule that keeps the rooms of `src/` apart. It resolves every relative import to the folder it really reaches,
 * which a list of path patterns cannot do, and it sees `import()`, `require()` and type imports as well.
 */
import { isBuiltin } from 'node:module'
import path from 'node:path'

/**
 * Each room of `src/`, the rooms and folders it may import (`types` ones with `import type` only), and why.
 *
 * @type {Record<string, { may: string[], types?: string[], node: boolean, why: string }>}
 */
const ROOMS = {
  shared: { may: [], node: false, why: 'both sides of every border load it, the browser page included' },
  core: { may: ['shared'], node: true, why: 'it must run in any Node process, without a window or a server' },
  worker: { may: ['shared', 'core'], node: true, why: 'a compute process only runs the core and talks by messages' },
  host: {
    may: ['shared', 'core'],
    types: ['worker', 'core/engine', 'core/trained'],
    node: true,
    why: 'it starts compute processes and talks to them by messages; loading their code or an engine here would run it here',
  },
  server: { may: ['shared', 'host'], node: true, why: 'it is a transport in front of the host' },
  main: { may: ['shared', 'host'], node: true, why: 'it is a transport in front of the host' },
  cli: { may: ['shared', 'core', 'host', 'server'], node: true, why: 'it never needs a window' },
  preload: { may: ['shared'], node: false, why: 'it is sandboxed and only hands things over' },
  renderer: { may: ['shared'], node: false, why: 'it runs in a browser page and reaches the rest through its client' },
}

/**
 * Packages that only some folders may load. Tests are free to use them, except for those with `testsToo`.
 *
 * @type {{ matches: RegExp, only: string[], why: string, testsToo?: boolean }[]}
 */
const PACKAGES = [
  {
    matches: /^electron(\/|$)/,
    only: ['src/main', 'src/preload'],
    why: 'everything else also runs without Electron',
    testsToo: true,
  },
  {
    matches: /^(@tensorflow\/|onnxruntime-|protobufjs(\/|$))/,
    only: ['src/core/engine'],
    why: 'the engine hides which library computes; take what you need from its index',
  },
  {
    matches: /^(sharp|yauzl|@jsquash\/webp)(\/|$)/,
    only: ['src/core/dataset'],
    why: 'pictures and archives are opened in one guarded place',
  },
  {
    matches: /^@orpc\/contract(\/|$)/,
    only: ['src/shared/contract'],
    why: 'the contract is written in one place',
  },
  {
    matches: /^@orpc\/server(\/|$)/,
    only: ['src/host'],
    why: 'the host implements the contract; those who carry it serve it by src/host/transport',
  },
  {
    matches: /^@orpc\/client(\/|$)/,
    only: ['src/renderer/client'],
    why: 'components take the client from there and never learn what carries it',
  },
  {
    matches: /^ws(\/|$)/,
    only: ['src/server'],
    why: 'only the server speaks to browsers',
  },
  {
    matches: /^(vue|pinia|vue-router|vue-i18n|chart\.js|vue-chartjs)(\/|$)|^@(vue|vueuse|nuxt|tanstack)\//,
    only: ['src/renderer'],
    why: 'only the page has a user interface',
  },
]

const EXTENSION = /\.(ts|vue|js|mjs|cjs|json|css|svg|png|webp|wasm)(\?.*)?$/

/** @param {string} folder @param {string} file */
const isInside = (folder, file) => file.startsWith(`${folder}/`)

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports in the directions ARCHITECTURE.md allows' },
    messages: {
      room: 'src/{{from}} may import {{may}}, not src/{{to}}: {{why}}.',
      types: 'src/{{from}} may only `import type` from src/{{to}}: {{why}}.',
      outside: 'src/ must not import from outside src/ (only JSON may be read from there).',
      package: '"{{name}}" may only be imported in {{only}}: {{why}}.',
      node: 'src/{{from}} must not import "{{name}}": {{why}}.',
      extension: 'Write the file extension of "{{name}}": Node does not guess it.',
    },
    schema: [],
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/')
    const isTest = /\.test(-d)?\.ts$/.test(file) || isInside('tests', file)
    const from = isInside('src', file) ? (file.split('/')[1] ?? '') : ''
    const room = ROOMS[from]

    /** @param {any} node @param {unknown} source @param {boolean} typeOnly */
    function check(node, source, typeOnly) {
      if (typeof source !== 'string') return
      if (source.startsWith('.')) checkRelative(node, source, typeOnly)
      else checkPackage(node, source)
    }

    /** @param {any} node @param {string} source @param {boolean} typeOnly */
    function checkRelative(node, source, typeOnly) {
      if (!EXTENSION.test(source)) context.report({ node, messageId: 'extension', data: { name: source } })
      if (!room) return
      const target = path.posix.join(path.posix.dirname(file), source)
      if (!isInside('src', target)) {
        if (!isTest && !/\.json$/.test(target)) context.report({ node, messageId: 'outside' })
        return
      }
      const folder = isTest ? undefined : room.types?.find((name) => isInside(`src/${name}`, target))
      const to = folder ?? target.split('/')[1] ?? ''
      if (to === from || room.may.includes(to)) return
      const data = {
        from,
        to,
        why: room.why,
        may: room.may.map((name) => `src/${name}`).join(', ') || 'nothing of ours',
      }
      if (!room.types?.includes(to)) context.report({ node, messageId: 'room', data })
      else if (!typeOnly) context.report({ node, messageId: 'types', data })
    }

    /** @param {any} node @param {string} name */
    function checkPackage(node, name) {
      if (room && !room.node && !isTest && isBuiltin(name)) {
        context.report({ node, messageId: 'node', data: { from, name, why: room.why } })
      }
      for (const rule of PACKAGES) {
        const exempt = !isInside('src', file) || isTest
        if (!rule.matches.test(name) || (exempt && !rule.testsToo)) continue
        if (rule.only.some((folder) => isInside(folder, file))) continue
        context.report({ node, messageId: 'package', data: { name, only: rule.only.join(' and '), why: rule.why } })
      }
    }

    return {
      ImportDeclaration: (/** @type {any} */ node) => {
        const inlineTypes =
          node.specifiers.length > 0 && node.specifiers.every((/** @type {any} */ each) => each.importKind === 'type')
        check(node, node.source.value, node.importKind === 'type' || inlineTypes)
      },
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node, node.source?.value, node.exportKind === 'type'),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: (/** @type {any} */ node) => check(node, node.source.value, false),
      TSImportType: (/** @type {any} */ node) => check(node, (node.source ?? node.argument?.literal)?.value, true),
      CallExpression: (/** @type {any} */ node) => {
        if (node.callee.name === 'require') check(node, node.arguments[0]?.value, false)
      },
    }
  },
}
