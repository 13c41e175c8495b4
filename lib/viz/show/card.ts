/* The card panel: facts by name, a verdict, or a question with its options. */
import type { ModelValue } from '../../values/types'
import type { CardPanel } from '../panels'
import { count } from '../numbers'

/** Facts, a verdict or a question; every part is optional and drawn in the order of the type. */
export function card(parts: Omit<CardPanel, 'panel'>): CardPanel {
  return { panel: 'card', ...parts }
}

/** The label of a model: what it is, how large, where it came from. */
export function modelCard(model: ModelValue, more: CardPanel['rows'] = []): CardPanel {
  const { spec, parameters, fileBytes, weightBytes, quantization } = model.engine
  return card({
    heading: model.name,
    rows: [
      { name: 'Kind', value: spec.architecture === 'llama' ? 'Llama' : spec.architecture === 'gpt2' ? 'GPT-2' : String(spec.architecture) },
      { name: 'Size', value: count(parameters) },
      { name: 'Heads', value: `${spec.layers} × ${spec.heads}` },
      quantization
        ? { name: 'Weights', value: `${(weightBytes / 1e6).toFixed(1)} MB, ${quantization.bits} bits` }
        : { name: 'File', value: `${(fileBytes / 1e6).toFixed(1)} MB` },
      ...more,
    ],
  })
}
