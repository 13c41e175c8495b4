// Runs every shipped notebook and every lesson's solutions in the terminal, as a reader would.
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { root } from '../root.mjs'
import { runNode } from '../run-node.mjs'
import { together } from './tally.mjs'

const commandLine = path.join(root, 'dist', 'vitrine.mjs')
const names = (folder, end) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder))
        .filter((name) => name.endsWith(end))
        .sort()
    : []

const judge = (title, good, done) =>
  good ? { passed: 1 } : { failed: 1, failures: [`${title} (exit code ${done.code})\n${done.stderr.slice(-2000)}`] }

async function check(file) {
  const done = await runNode([commandLine, 'check', file])
  return judge(`vitrine check ${file}`, done.code === 0, done)
}

// A notebook counts as one test and each of its assertions as one more.
async function run(file) {
  const title = `vitrine run ${file}`
  const done = await runNode([commandLine, 'run', file, '--format', 'json'])
  if (done.code !== 0 && done.code !== 3) return judge(title, false, done)
  const { assertions, nodes } = JSON.parse(done.stdout)
  const unwell = Object.entries(nodes).filter(([, node]) => node.error !== undefined)
  const failures = unwell.map(([id, { error }]) => `${title}: ${id}: ${error.message}`)
  if (assertions.failed > 0) failures.push(`${title}: ${assertions.failed} of its assertions do not hold`)
  return { passed: (failures.length === 0 ? 1 : 0) + assertions.passed, failed: failures.length, failures }
}

/** Every notebook is free of problems, runs without an error, and its claims hold. */
export function notebooks() {
  const files = names('notebooks', '.md').map((name) => `notebooks/${name}`)
  if (files.length === 0) throw new Error('There are no notebooks.')
  return together(files.flatMap((file) => [() => check(file), () => run(file)]))
}

const settings = (values) =>
  Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`])

async function solution(file, kind, values) {
  const done = await runNode([commandLine, 'run', file, '--format', 'json', ...settings(values)])
  const expected = kind === 'right' ? 0 : 3
  return judge(`${file}: the ${kind} solution should end with exit code ${expected}`, done.code === expected, done)
}

/** tests/lessons/NAME.json: its right solution passes the notebook's assertions, its wrong one fails them. */
export function lessons() {
  const jobs = names('tests/lessons', '.json').flatMap((name) => {
    const { right, wrong } = JSON.parse(readFileSync(path.join(root, 'tests', 'lessons', name), 'utf8'))
    const file = `notebooks/${name.replace(/\.json$/, '.md')}`
    return [() => solution(file, 'right', right), () => solution(file, 'wrong', wrong)]
  })
  return together(jobs)
}
