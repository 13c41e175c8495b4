// The stages that start a tool of the house: compiler, linter, formatter, vitest, the build.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from '../root.mjs'
import { runNode } from '../run-node.mjs'
import { together, verdict } from './tally.mjs'

const require = createRequire(import.meta.url)

/** The file of a package's command, whatever its manifest exports. */
export function binary(packageName, command = packageName) {
  const folder = path.join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[command])
}

const tool = (title, args) => async () => verdict(title, await runNode(args))

export const bundle = tool('node scripts/build-cli.mjs', [path.join(root, 'scripts', 'build-cli.mjs')])
export const buildPages = tool('node scripts/build.mjs', [path.join(root, 'scripts', 'build.mjs')])

export function staticChecks() {
  return together([
    tool('types: tsc --noEmit', [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', root]),
    tool('lint: oxlint', [binary('oxlint'), '--deny-warnings']),
    tool('format: oxfmt --check', [binary('oxfmt'), '--check']),
  ])
}

function readReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const name = (suite) => path.relative(root, suite.name)
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = report.testResults.flatMap((suite) =>
    suite.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${name(suite)}: ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 2000)}`),
  )
  const skipped = report.testResults.flatMap((suite) =>
    suite.assertionResults.filter((test) => test.status === 'skipped' || test.status === 'pending').map(() => name(suite)),
  )
  return {
    passed: report.numPassedTests,
    failed: failed.length + broken.length,
    failures: [...failed, ...broken.map((suite) => `${name(suite)}: ${suite.message.slice(0, 2000)}`)],
    skipped: [...new Set(skipped)].map((file) => `${skipped.filter((other) => other === file).length} tests of ${file}`),
  }
}

/** Vitest over the given folders (all when none), with its own progress on the terminal and its counts read from its report. */
export async function unitTests({ filters = [], env = {}, options = [] } = {}) {
  const cache = path.join(root, 'node_modules', '.cache')
  const report = path.join(cache, `vitest-${process.pid}.json`)
  mkdirSync(cache, { recursive: true })
  const args = ['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...options]
  const done = await runNode([binary('vitest'), ...args], { show: true, env: { ...env, NO_COLOR: '1' } })
  try {
    const counts = readReport(report)
    if (done.code !== 0 && counts.failed === 0) return { ...counts, failed: 1, failures: [`vitest ended with exit code ${done.code}`] }
    return counts
  } finally {
    rmSync(report, { force: true })
  }
}
