// Builds the static export: assets, Next, then the Content-Security-Policy of every page. Prints one line a step.
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { performance } from 'node:perf_hooks'
import { prepareAssets } from './assets.mjs'
import { protect } from './csp.mjs'
import { fingerprint, outFolder, writeMark } from './fingerprint.mjs'
import { isMain } from './root.mjs'
import { runNode } from './run-node.mjs'

async function step(words, work) {
  const start = performance.now()
  process.stdout.write(`  ${words} … `)
  await work()
  process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}

async function exportPages() {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const done = await runNode([next, 'build'])
  if (done.code !== 0) throw new Error(`Next could not build the pages:\n${done.all}`)
}

/** Builds everything into out/. Throws with what went wrong. */
export async function build() {
  const sources = fingerprint()
  rmSync(outFolder, { recursive: true, force: true })
  await step('Bundling the command line, copying notebooks, help and the inference runtime', prepareAssets)
  await step('Building the pages (the longest step)', exportPages)
  await step('Writing the content security policy of each page', async () => protect(outFolder))
  // Taken before the build: a file edited meanwhile makes the next start build again.
  writeMark(sources)
}

if (isMain(import.meta.url)) {
  try {
    await build()
  } catch (error) {
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
