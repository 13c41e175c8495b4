/* A model by name: a handle that other nodes read, run and look into. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { Model } from '../../values'
// The service `models` is declared beside the values it opens.
import type {} from '../../values/services'
import { show } from '../../viz/show'

/** Said of models that do not come with the app. */
function whereFrom(source: string, format = ''): { name: string; value: string }[] {
  const file = /\.(gguf|onnx)$/i.test(source)
  const place = source.startsWith('hub:') ? 'hub' : file ? 'file' : source.includes('/') ? 'folder' : null
  return place === null ? [] : [{ name: 'From', value: `${place}, ${format}` }]
}

export const model = defineNode({
  kind: 'model',
  version: 1,
  title: 'Model',
  summary: 'A language model with its tokenizer, weights and all that happens inside it.',
  icon: 'box',
  group: 'Model and forward',
  tags: ['load', 'gguf', 'safetensors', 'hub', 'weights', 'transformer', 'llama', 'gpt2', 'primer'],
  inputs: {},
  outputs: { model: Model.output('a handle with its abilities, its config and its tokenizer') },
  params: z.object({
    source: z.string().default('primer-6m').meta({
      description: 'A name in the list of models, a GGUF or ONNX file or a folder, or hub:owner/name@revision of one that was fetched.',
    }),
    precision: z.enum(['stored', 'int8', 'int4']).default('stored').meta({
      description: 'How weights are held: as the file stores them, or packed in 8 or 4 bits when they are opened.',
    }),
    backend: z.enum(['auto', 'reference', 'wasm', 'ort', 'ort-wasm', 'ort-webgpu']).default('auto').meta({
      description:
        'What computes: plain loops, our own kernels, or ONNX Runtime (on a GPU where there is one, unless said). auto takes the fastest that is here.',
    }),
    fast: z.boolean().default(false).meta({
      description: 'On wasm, where the weights are packed: whole-number activations. Faster, and a little off what the weights give.',
    }),
  }),
  needs: ['models'],
  size: { width: 128, body: 112 },
  example: 'primer: model@1\n',
  exampleNode: 'primer',
  async compute(_, { source, precision, backend, fast }, { signal, progress, services }) {
    return { model: await services.models.open({ source, precision, backend, fast }, { signal, progress }) }
  },
  view: ({ out, params }) => (out.model ? [show.modelCard(out.model, whereFrom(params.source, out.model.engine.format))] : []),
  foot: ({ out }) => (out.model ? { left: 'in memory', right: out.model.engine.fast ? 'wasm, fast' : out.model.engine.backend } : {}),
})
