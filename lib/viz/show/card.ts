/* The card panel: facts by name, a verdict, or a question with its options. */
import type { ModelValue } from '../../values/types'
import type { CardPanel } from '../panels'
import { count } from '../numbers'

/** Facts, a verdict or a question; every part is optional and drawn in the order of the type. */
export function card(parts: Omit<CardPanel, 'panel'>): CardPanel {
  return { panel: 'card', ...parts }
}

const ARCHITECTURES: Readonly<Record<ModelValue['engine']['spec']['architecture'], string>> = {
  bert: 'BERT',
  distilbert: 'DistilBERT',
  gemma2: 'Gemma 2',
  gemma3: 'Gemma 3',
  gpt2: 'GPT-2',
  gpt_neox: 'GPT-NeoX',
  llama: 'Llama',
  mistral: 'Mistral',
  mpnet: 'MPNet',
  olmo2: 'OLMo 2',
  onnx: 'ONNX graph',
  phi3: 'Phi-3',
  qwen2: 'Qwen 2',
  qwen3: 'Qwen 3',
  roberta: 'RoBERTa',
  'sentence-encoder': 'Encoder',
  smollm3: 'SmolLM3',
}

/** The label of a model: what it is, how large, where it came from. */
export function modelCard(model: ModelValue, more: CardPanel['rows'] = []): CardPanel {
  const { spec, parameters, fileBytes, weightBytes, quantization } = model.engine
  return card({
    heading: model.name,
    rows: [
      { name: 'Kind', value: ARCHITECTURES[spec.architecture] },
      { name: 'Size', value: count(parameters) },
      spec.layers > 0
        ? { name: 'Heads', value: `${spec.layers} × ${spec.heads}` }
        : { name: 'Tensors', value: count(model.engine.hooks.length) },
      quantization
        ? { name: 'Weights', value: `${(weightBytes / 1e6).toFixed(1)} MB, ${quantization.bits} bits` }
        : { name: 'File', value: `${(fileBytes / 1e6).toFixed(1)} MB` },
      ...more,
    ],
  })
}
