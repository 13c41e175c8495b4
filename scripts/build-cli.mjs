// What npm runs after installing: bundles the command line, and puts its name where npx looks first. Never fails an install without a sentence.
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundle, bundleFile } from './bundle.mjs'
import { root } from './root.mjs'

const script = path.join(root, 'scripts', 'vitrine.mjs')

/** npm links the commands of dependencies, not of the project itself. */
function linkCommand() {
  const folder = path.join(root, 'node_modules', '.bin')
  if (!existsSync(path.join(root, 'node_modules'))) return
  mkdirSync(folder, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(path.join(folder, 'vitrine.cmd'), `@node "%~dp0\\..\\..\\scripts\\vitrine.mjs" %*\r\n`)
    return
  }
  const link = path.join(folder, 'vitrine')
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link)
  symlinkSync(path.join('..', '..', 'scripts', 'vitrine.mjs'), link)
  chmodSync(script, 0o755)
}

try {
  await bundle()
  console.log(`The command line is ready: ${path.relative(root, bundleFile)}`)
} catch (error) {
  console.error(`${error.message} It is bundled again when it is first used.`)
  process.exitCode = 1
}
try {
  linkCommand()
} catch (error) {
  console.error(`npx vitrine could not be linked (${error.message}); node scripts/vitrine.mjs does the same.`)
}
