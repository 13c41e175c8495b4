/* How instances are called: `said[3]`, `[i][j]` where regions nest, `draft/said` in a use of a definition. */

/** `said[3]` is iteration 3 of `said`; inside a use every part has its own iterations: `draft[2]/said[0]`. */
export const iterationPath = (outer: string, index: number): string => `${outer}[${index}]`

/** Hidden parts of a node. No id of a notebook has a colon. */
export const partOf = (node: string, part: string): string => `${node}:${part}`

const INDEX = /\[\d+\]/g

/** The node without its iterations, as the file calls it: `draft/said`. */
export const withoutIterations = (id: string): string => id.replace(INDEX, '')

/** The iterations alone: `[2][0]`. Seeds are made of node and iterations. */
export const iterationsOf = (id: string): string => (id.includes('[') ? (id.match(INDEX) ?? []).join('') : '')

/** A wished id part by part, with the iterations it names: `draft/said[0]`. */
export const partsOf = (id: string): readonly { readonly name: string; readonly at: readonly number[] }[] =>
  id.split('/').map((part) => ({
    name: part.replace(INDEX, ''),
    at: (part.match(INDEX) ?? []).map((text) => Number(text.slice(1, -1))),
  }))
