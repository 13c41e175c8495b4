/* Models on disk, for Node: names in the models folder, a path to a Hugging Face folder or a GGUF file, and what was fetched from a hub. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir, totalmem } from 'node:os'
import path from 'node:path'
import { Hub, type HubClock } from '../engine'
import { fileSource, folderSource } from '../engine/files/folder'
import { folderStore } from '../engine/hub/folder-store'
import { wallClock } from '../graph/clock'
import { hubPlaces, severalPlaces } from './model-places'
import type { ModelPlaces } from './models'

const isFolder = (place: string): boolean => existsSync(place) && statSync(place).isDirectory()
const isModelFile = (place: string): boolean => /\.(gguf|onnx)$/i.test(place)

/** Where fetched models are kept: VITRINE_CACHE, else a folder in the person's own cache. */
export const cacheFolder = (): string => process.env['VITRINE_CACHE'] ?? path.join(homedir(), '.cache', 'vitrine')

const clock: HubClock = {
  now: wallClock,
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

/** VITRINE_HUB is the address of another hub, HF_TOKEN opens models with a licence to accept. */
export const folderHub = (): Hub =>
  new Hub({ store: folderStore(cacheFolder()), clock, host: process.env['VITRINE_HUB'], token: process.env['HF_TOKEN'] })

export function folderModels(root: string): ModelPlaces {
  // A tenth of the machine's memory is left to everything else.
  return severalPlaces([hubPlaces(folderHub()), onDisk(root)], 0.9 * totalmem())
}

function onDisk(root: string): ModelPlaces {
  const named = () => (isFolder(root) ? readdirSync(root).filter((name) => existsSync(path.join(root, name, 'config.json'))) : [])
  return {
    find: async (source) => {
      if (named().includes(source)) return folderSource(path.join(root, source))
      if (isModelFile(source) && existsSync(source)) return fileSource(source)
      return isFolder(source) ? folderSource(source) : null
    },
    names: async () => named(),
  }
}
