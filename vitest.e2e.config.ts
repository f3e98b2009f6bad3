import { defineConfig } from 'vitest/config'
import { reporters } from './tools/vitest-reporters.ts'

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    pool: 'forks',
    // A browser each: one after the other keeps timings honest on a small machine.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Only the tests that are about it try it: every process of the others would take seconds to.
    env: { ONESHOT_TENSORFLOW: '' },
    reporters: reporters(),
  },
})
