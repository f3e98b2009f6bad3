import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import manifest from './package.json' with { type: 'json' }
import { PAGE_POLICY } from './src/host/static-files.ts'

/** Writes the policy the server sends as a header into the page too. Not while developing: hot reload needs a socket. */
const pagePolicy: Plugin = {
  name: 'studio:page-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY }, injectTo: 'head-prepend' },
  ],
}

/** Entries of the compute processes and threads: run by Node, beside the window's own. `builtEntry` finds them by name. */
const WORKERS = {
  'worker/trainer': 'src/worker/trainer.ts',
  'worker/library': 'src/worker/library.ts',
  'worker/check-export': 'src/worker/check-export.ts',
  'worker/engine-probe': 'src/core/engine/devices/probe-child.ts',
  'worker/batch-thread': 'src/core/training/pipeline/thread.ts',
}

export default defineConfig({
  main: {
    build: {
      rolldownOptions: { input: { index: 'src/main/index.ts', ...WORKERS } },
      // electron-vite leaves only `dependencies` outside the bundle; native optional ones must stay outside as well.
      externalizeDeps: { include: Object.keys(manifest.optionalDependencies) },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script is CommonJS and cannot load other files.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [
      vue(),
      // Components are imported where they are used, so that no generated file is needed to check the types.
      ui({
        autoImport: false,
        components: false,
        colorMode: true,
        ui: { colors: { primary: 'indigo', neutral: 'slate' } },
        icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'] }, sizeLimitKb: 64 } },
      }),
      pagePolicy,
    ],
    build: {
      minify: true,
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
      // Fonts and pictures stay files: the policy does not allow them inside the style sheet.
      assetsInlineLimit: 0,
    },
  },
})
