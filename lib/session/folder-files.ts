/* The `files` service in Node: files below the notebook's folder and nowhere else, also not through a link. */
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { NodeFailure } from '../graph/states'
import type { FileService } from '../values/services'

const MOST_BYTES = 64 * 2 ** 20

export function folderFiles(folder: string): FileService {
  return {
    async read(name) {
      const place = await placeOf(folder, name)
      const { size } = await stat(place)
      if (size > MOST_BYTES) throw new NodeFailure('too-large', `${name} has ${size} bytes; at most ${MOST_BYTES} are read.`)
      return readFile(place)
    },
  }
}

async function placeOf(folder: string, name: string): Promise<string> {
  const root = await realpath(folder)
  const wanted = path.resolve(root, name)
  if (!inside(root, wanted)) throw outside(name)
  const place = await realpath(wanted).catch(() => {
    throw new NodeFailure('missing-file', `${name} is not in the notebook’s folder.`)
  })
  if (!inside(root, place)) throw outside(name)
  if (!(await stat(place)).isFile()) throw new NodeFailure('missing-file', `${name} is a folder, not a file.`)
  return place
}

function inside(root: string, place: string): boolean {
  const way = path.relative(root, place)
  return way !== '' && !way.startsWith('..') && !path.isAbsolute(way)
}

const outside = (name: string): NodeFailure =>
  new NodeFailure('outside', `${name} lies outside the notebook’s folder; only files in it are opened.`)
