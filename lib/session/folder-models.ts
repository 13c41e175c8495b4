/* Models on disk, for Node: names in the models folder, or a path to a Hugging Face folder. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { folderSource } from '../engine/files/folder'
import type { ModelPlaces } from './models'

const isFolder = (place: string): boolean => existsSync(place) && statSync(place).isDirectory()

export function folderModels(root: string): ModelPlaces {
  const named = () => (isFolder(root) ? readdirSync(root).filter((name) => existsSync(path.join(root, name, 'config.json'))) : [])
  return {
    find: async (source) => {
      if (named().includes(source)) return folderSource(path.join(root, source))
      return isFolder(source) ? folderSource(source) : null
    },
    names: async () => named(),
  }
}
