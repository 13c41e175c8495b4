/* Any activation of a run, or any weight of a model, whole or in part. */
import { defineNode } from '../../graph/define-node'
import { closest } from '../../graph/closest'
import { listed } from '../../graph/sentences'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Model, Run, Tensor, tensorSummary, type ModelValue, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { engineCall } from '../failures'
import { hookName, placeParams } from '../place'
import { sliceTensor } from '../slice'
import { GIRL, passOver } from '../example'

export const tensor = defineNode({
  kind: 'tensor',
  version: 1,
  title: 'Tensor',
  summary: 'Any activation of a run or any weight of a model, whole or in part.',
  icon: 'cuboid',
  group: 'Model and forward',
  tags: ['activation', 'hook', 'weights', 'matrix', 'query', 'key', 'value', 'residual stream'],
  sources: ['https://transformerlensorg.github.io/TransformerLens/'],
  inputs: {
    run: Run.input('the pass to read from').optional(),
    model: Model.with('weights').input('the model whose weights to read').optional(),
  },
  outputs: { tensor: Tensor.output('the numbers, with the letters of their axes') },
  params: z.object({
    ...placeParams,
    weight: z.string().default('').meta({ description: 'A weight by its file name; empty reads the hook.' }),
    show: z.enum(['values', 'histogram']).default('values'),
  }),
  size: { width: 192, body: 152 },
  example: passOver(GIRL) + 'query: tensor@1\n  run: pass.run\n  hook: q\n  layer: 2\n  heads: 7\n',
  exampleNode: 'query',
  async compute({ run, model }, { weight, hook, layer, ...selection }) {
    if (weight) return { tensor: sliceTensor(readWeight(model ?? run?.model, weight), selection) }
    if (!run)
      throw new NodeFailure('needs-run', 'A hook is read from a run, and none is wired.', {
        port: 'run',
        hint: 'Wire forward.run here, or name a weight.',
      })
    const name = run.hooks.includes(hook.trim()) ? hook.trim() : hookName(hook, layer)
    const whole = await engineCall(() => run.read(name))
    return { tensor: sliceTensor(whole, selection) }
  },
  view: ({ out, params }) => {
    if (!out.tensor) return []
    return [params.show === 'histogram' ? show.histogram(out.tensor) : show.heat(out.tensor)]
  },
  foot: ({ out }) => (out.tensor ? { left: tensorSummary(out.tensor) } : {}),
  empty: 'Shows any tensor inside a model. Wire forward.run and name a hook, or wire a model and name a weight.',
})

function readWeight(model: ModelValue | undefined, name: string): TensorValue {
  if (!model)
    throw new NodeFailure('needs-model', 'A weight is read from a model, and none is wired.', { port: 'model', hint: 'Wire a model here.' })
  const names = model.engine.weightNames
  if (!names.includes(name)) {
    const near = closest(name, names)
    throw new NodeFailure('no-such-weight', `${model.name} has no weight named ${name}.`, {
      port: 'weight',
      hint: near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : `Its weights run from ${names[0]} to ${names.at(-1)}.`,
    })
  }
  const found = model.engine.weight(name)
  return { ...found, origin: { tensor: name, slice: found.shape.map(() => null), model: model.name, backend: model.engine.backend } }
}
