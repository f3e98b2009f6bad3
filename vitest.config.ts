import { defineConfig } from 'vitest/config'
import { reporters } from './tools/vitest-reporters.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/integration/**/*.test.ts'],
    // Native code lives in some of them: a crash must take one file with it, not the whole run.
    pool: 'forks',
    maxWorkers: 2,
    // A machine with much else to do is slow, not broken.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Only the tests that are about it try it: every process of the others would take seconds to.
    env: { ONESHOT_TENSORFLOW: '' },
    reporters: reporters(),
  },
})
