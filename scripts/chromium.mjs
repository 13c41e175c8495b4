// Finds one executable that starts a Chromium, for tests and screenshots, and prints its path.
// It downloads nothing: what it cannot find in CHROME_PATH or on the system it unpacks, on Linux, from a dev-dependency.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { isMain, root } from './root.mjs'

const systemNames = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'],
  darwin: [],
  win32: [],
}

const systemPaths = {
  linux: [],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const named = (systemNames[process.platform] ?? []).flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...named, ...(systemPaths[process.platform] ?? [])].find((file) => existsSync(file))
}

// The package carries the headless shell of Chromium and the libraries that a bare Linux lacks, each Brotli-compressed.
const packageFolder = path.join(root, 'node_modules', '@sparticuz', 'chromium')

function inflate(name) {
  return brotliDecompressSync(readFileSync(path.join(packageFolder, 'bin', name)))
}

function untar(name, folder) {
  const done = spawnSync('tar', ['-x', '--no-same-owner', '-f', '-', '-C', folder], { input: inflate(name), maxBuffer: 1 << 20 })
  if (done.status !== 0) throw new Error(`tar could not unpack ${name}: ${done.stderr ?? done.error?.message}`)
}

const launcher = `#!/bin/sh
# Starts the unpacked Chromium with the libraries and fonts beside it.
here="$(cd "$(dirname "$0")" && pwd)"
export LD_LIBRARY_PATH="$here:$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`

// The system's fonts where there are any, and the carried one where there are none.
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

function carriedBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(packageFolder)) return undefined
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'))
  const folder = path.join(root, 'node_modules', '.cache', `chromium-${version}`)
  const file = path.join(folder, 'start-chromium')
  if (!existsSync(file)) unpack(folder)
  return file
}

// Unpacked beside and renamed into place, so that a run cut short or two runs at once leave no half browser.
function unpack(folder) {
  const draft = `${folder}-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  writeFileSync(path.join(draft, 'chromium'), inflate('chromium.br'))
  chmodSync(path.join(draft, 'chromium'), 0o755)
  for (const name of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) untar(name, draft)
  writeFileSync(path.join(draft, 'fonts.conf'), fontSettings)
  writeFileSync(path.join(draft, 'start-chromium'), launcher)
  chmodSync(path.join(draft, 'start-chromium'), 0o755)
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(path.join(folder, 'start-chromium'))) throw error
  }
}

/** The path of an executable that starts a Chromium, or undefined. A CHROME_PATH that is wrong is an error, not a reason to look on. */
export function findChromium() {
  const chosen = process.env.CHROME_PATH
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist.`)
    return chosen
  }
  return systemBrowser() ?? carriedBrowser()
}

export const noBrowser =
  'No browser found: set CHROME_PATH to a Chrome or Chromium. On Linux (x64), npm install brings one as the dev-dependency @sparticuz/chromium.'

if (isMain(import.meta.url)) {
  const file = findChromium()
  if (file === undefined) {
    console.error(noBrowser)
    process.exitCode = 1
  } else console.log(file)
}
