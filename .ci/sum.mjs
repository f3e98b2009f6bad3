// Adds up vitest's JSON reports. A step that failed without a failing test (lint, build, a crash) counts as one failure.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const [folder = '.', ...broken] = process.argv.slice(2)
const TEST_STEPS = { 'npm test': 'test.json', 'end-to-end tests': 'e2e.json' }

let passed = 0
let skipped = 0
/** Failures, by the report they stand in. */
const failed = new Map()
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  passed += report.numPassedTests
  skipped += report.numPendingTests + report.numTodoTests
  // A file that could not even be loaded has no failing test of its own.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  failed.set(name, report.numFailedTests + unloaded.length)
}

let failures = [...failed.values()].reduce((sum, count) => sum + count, 0)
failures += broken.filter((step) => !failed.get(TEST_STEPS[step])).length

if (broken.length > 0) console.log(`\nFailed steps: ${broken.join(', ')}`)
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failures > 0 || passed === 0 ? 1 : 0)
