/* Places where models may lie, asked one after the other: fetched from a hub, dropped on the page, and those of the app itself. */
import { blobSource, isHubSource, type GivenFile, type Hub } from '../engine'
import { NodeFailure } from '../graph/states'
import type { ModelPlaces } from './models'

/** The first that knows a source gives it. */
export function severalPlaces(places: readonly ModelPlaces[], memoryLimit?: number): ModelPlaces {
  return {
    ...(memoryLimit !== undefined && { memoryLimit }),
    async find(source) {
      for (const place of places) {
        const found = await place.find(source)
        if (found) return found
      }
      return null
    },
    names: async () => (await Promise.all(places.map((place) => place.names()))).flat(),
  }
}

/** Only what was fetched: opening a notebook asks nothing of the network. */
export function hubPlaces(hub: Hub): ModelPlaces {
  return {
    async find(source) {
      if (!isHubSource(source)) return null
      const found = await hub.source(source)
      if (found) return found
      throw new NodeFailure('not-fetched', `${source} is not on this machine.`, {
        port: 'source',
        hint: 'Fetch it first, in the list of models or with vitrine models --fetch: it says how much it is before it takes it.',
      })
    },
    names: async () => (await hub.kept()).map(({ source }) => source),
  }
}

/** Files given by hand, for as long as the page is open. */
export class DroppedModels implements ModelPlaces {
  private readonly byName = new Map<string, readonly GivenFile[]>()

  add(name: string, files: readonly GivenFile[]): void {
    this.byName.set(name, files)
  }

  async find(source: string) {
    const files = this.byName.get(source)
    if (files) return blobSource(source.replace(/\.(gguf|onnx)$/i, ''), files)
    if (!/\.(gguf|onnx)$/i.test(source)) return null
    throw new NodeFailure('not-dropped', `The file ${source} is not open here.`, {
      port: 'source',
      hint: 'Drop it on the page: a browser does not open files by itself.',
    })
  }

  async names() {
    return [...this.byName.keys()]
  }
}
