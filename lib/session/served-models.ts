/* Models that are served beside the app, under `/models/NAME/`. The list is written by the build. */
import { httpSource } from '../engine'
import type { ModelPlaces } from './models'

/** A name is one path segment: letters, digits, dots, dashes. It never becomes another path. */
const NAME = /^[A-Za-z0-9][\w.-]*$/

export const EMBEDDED_MODEL = 'primer-6m'
/** Vectors of sentences; the build makes it from an installed package. */
export const OFFLINE_ENCODER = 'sentence-encoder'

export function servedModels(origin: string): ModelPlaces {
  return {
    find: (source) => Promise.resolve(NAME.test(source) ? httpSource(`${origin}/models/${source}/`, source) : null),
    names: () => Promise.resolve([EMBEDDED_MODEL, OFFLINE_ENCODER]),
  }
}
