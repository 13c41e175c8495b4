#!/usr/bin/env node
// The command `vitrine`. Help is printed at once; for all else the bundle is loaded, made anew first when the sources are newer.
import { help } from './help.mjs'

const args = process.argv.slice(2)
const asksForHelp = args.length === 0 || args[0] === 'help' || args.includes('--help') || args.includes('-h')

async function run() {
  const { bundle, bundleFile, reasonToBundle } = await import('./bundle.mjs')
  const reason = reasonToBundle()
  if (reason !== null) {
    process.stderr.write(`${reason} Bundling it, which takes a second.\n`)
    await bundle()
  }
  const { pathToFileURL } = await import('node:url')
  const { start } = await import(pathToFileURL(bundleFile).href)
  await start(args)
}

if (asksForHelp) {
  const name = args[0] === 'help' ? args[1] : args[0]?.startsWith('-') ? undefined : args[0]
  const text = help(name)
  if (text === undefined) {
    process.stderr.write(`vitrine: there is no verb “${name}”. vitrine --help lists them.\n`)
    process.exitCode = 2
  } else process.stdout.write(text)
} else {
  try {
    await run()
  } catch (error) {
    process.stderr.write(`vitrine: ${error.message}\n`)
    process.exitCode = 2
  }
}
