/* Kinds that must not compile: one fault on each line that ends in `wrong:`, said there. */
import { defineNode } from '../../lib/graph/define-node'
import { base, show } from './right'

const weights = new Float32Array(1)

export const missingOutput = defineNode({
  ...base,
  compute: ({ word }) => ({ word }), // wrong: no weights
})

export const wrongOutput = defineNode({
  ...base,
  compute: ({ word }) => ({ word, weights: [1, 2] }), // wrong: a list is no Float32Array
})

export const misspeltParam = defineNode({
  ...base,
  compute: ({ word }, params) => ({ word, weights: weights.map((x) => x * params.scales) }), // wrong: the param is scale
})

export const wrongParamType = defineNode({
  ...base,
  compute({ word }, params) {
    const how: number = params.how // wrong: how is a word
    return { word, weights: weights.map((x) => x * how) }
  },
})

export const misspeltInput = defineNode({
  ...base,
  compute({ word, more }) {
    const all: string = more // wrong: several wires make a list
    return { word: word + all, weights }
  },
})

export const optionalInput = defineNode({
  ...base,
  compute({ again }) {
    const word: string = again // wrong: it may be unwired
    return { word, weights }
  },
})

export const wrongEmit = defineNode({
  ...base,
  compute({ word }, _, ctx) {
    ctx.emit({ word: 3 }) // wrong: a number is no word
    return { word, weights }
  },
})

export const wrongPanel = defineNode({
  ...base,
  compute: ({ word }) => ({ word, weights }),
  view: ({ in: { word } }) => [show.weights(word)], // wrong: a panel of weights over a word
})

export const wrongPanelOfOutput = defineNode({
  ...base,
  compute: ({ word }) => ({ word, weights }),
  view: ({ out }) => (out.weights ? [show.word(out.weights)] : []), // wrong: a panel of words over weights
})

export const serviceNotAskedFor = defineNode({
  ...base,
  compute({ word }, _, ctx) {
    ctx.services.clockwork.turn() // wrong: needs does not name clockwork
    return { word, weights }
  },
})

export const unknownService = defineNode({
  ...base,
  needs: ['moon'], // wrong: there is no such service
  compute: ({ word }) => ({ word, weights }),
})

export const unknownField = defineNode({
  ...base,
  summry: 'Weighs.', // wrong: a kind has no summry
  compute: ({ word }) => ({ word, weights }),
})
