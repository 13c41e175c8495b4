// Starts another Node program of the project and waits for it; no shell is involved, so it works alike on every system.
import { spawn } from 'node:child_process'
import { root } from './root.mjs'

/** Environment for everything that may start Next: it sends no telemetry. */
export const quietEnvironment = { NEXT_TELEMETRY_DISABLED: '1' }

/** Runs `node …args`. `show: true` lets it write to the terminal; otherwise its output is collected. */
export function runNode(args, { show = false, env = {}, cwd = root, input } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = show ? 'inherit' : ['pipe', 'pipe', 'pipe']
    const child = spawn(process.execPath, args, { cwd, stdio, env: { ...process.env, ...quietEnvironment, ...env } })
    const said = { stdout: '', stderr: '', all: '' }
    const keep = (name) => (chunk) => {
      said[name] += chunk
      said.all += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', keep('stdout'))
    child.stderr?.setEncoding('utf8').on('data', keep('stderr'))
    // A program that ends before it has read its input is judged by its exit code.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, ...said }))
  })
}
