// npm's own program, wherever this Node keeps it: no shell is needed to start it.
import { existsSync } from 'node:fs'
import path from 'node:path'

export function npmProgram() {
  const beside = path.dirname(process.execPath)
  const places = [
    process.env.npm_execpath,
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ]
  return places.find((place) => place !== undefined && place.endsWith('npm-cli.js') && existsSync(place))
}
