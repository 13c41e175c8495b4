/*
 * Run: one forward pass. Its tensors are read by hook name; what was not kept in memory is computed again, with the same
 * result, and kept within a bound. The run is equal to another when model, backend, ids and edits are.
 */
import { EngineFailure, type EngineTensor, type ForwardRequest, type ForwardResult } from '../engine/types'
import { closest } from '../graph/closest'
import { hashParts } from '../graph/hash'
import { definePort } from '../graph/port-type'
import { listed } from '../graph/sentences'
import { NodeFailure } from '../graph/states'
import { describe, isRecord, plural } from './describe'
import { editParts } from './edits'
import type { EditsValue, ModelValue, RunValue, TensorValue, TokensValue } from './types'

export const Run = definePort<RunValue>({
  name: 'run',
  title: 'Run',
  check: (value) =>
    isRecord(value) && typeof value.digest === 'string' && typeof value.read === 'function'
      ? null
      : `expected a run, got ${describe(value)}`,
  parts: (value) => [value.digest, value.tokens.text],
  bytes: (value) => value.hooks.reduce((sum, hook) => sum + bytesOf(value.peek(hook)), 256),
  toJson: (value) => ({
    digest: value.digest,
    model: value.model.name,
    backend: value.model.engine.backend,
    tokens: value.tokens.ids.length,
    hooks: value.hooks.length,
    edits: value.edits.length,
  }),
  facts: ({ model: { name, digest, engine } }) => ({ model: name, digest, backend: engine.backend }),
  lane: ({ model }) => model.digest,
  handles: ({ model: { tokenizer } }) => [[tokenizer.digest, tokenizer]],
  summary: (value) =>
    `${plural(value.tokens.ids.length, 'token')}, ${plural(value.hooks.length, 'hook')}, ${plural(value.edits.length, 'edit')}`,
})

/** Tensors computed on demand are kept up to this many bytes, the oldest given up first. */
const READ_BYTES = 32 << 20

/** A run over tokens. `made` is the pass that was already made; its tensors are never given up. */
export function makeRun(
  model: ModelValue,
  tokens: TokensValue,
  edits: EditsValue,
  made?: ForwardResult,
  feeds?: ForwardRequest['feeds'],
): RunValue {
  const { engine } = model
  const held = new Map<string, TensorValue>()
  for (const [hook, tensor] of made?.tensors ?? []) held.set(hook, hookValue(model, tokens, hook, tensor))
  const later = new Map<string, TensorValue>()
  const underWay = new Map<string, Promise<void>>()

  async function compute(pattern: string): Promise<void> {
    const { tensors } = await engine.forward({ ids: tokens.ids, want: [pattern], edits, feeds })
    for (const [hook, tensor] of tensors) keepLater(later, hook, hookValue(model, tokens, hook, tensor))
  }
  async function read(hook: string): Promise<TensorValue> {
    const known = held.get(hook) ?? later.get(hook)
    if (known) return known
    if (!engine.hooks.includes(hook)) throw noSuchHook(hook, engine.hooks, model.name)
    const pattern = patternFor(hook, tokens.ids.length)
    const pending = underWay.get(pattern) ?? compute(pattern)
    underWay.set(pattern, pending)
    try {
      await pending
    } catch (error) {
      throw error instanceof EngineFailure ? new NodeFailure(error.code, error.message, { hint: error.hint }) : error
    } finally {
      underWay.delete(pattern)
    }
    const found = later.get(hook)
    if (found) return found
    // The family was larger than what is kept: this one alone.
    const { tensors } = await engine.forward({ ids: tokens.ids, want: [hook], edits, feeds })
    return hookValue(model, tokens, hook, tensors.get(hook)!)
  }
  return {
    model,
    tokens,
    edits,
    digest: hashParts([model.digest, engine.backend, Int32Array.from(tokens.ids), ...editParts(edits), ...feedParts(feeds)]),
    hooks: engine.hooks,
    read,
    peek: (hook) => held.get(hook) ?? later.get(hook),
    ...(made ? { rows: { reused: made.reused, computed: made.computed } } : {}),
  }
}

const feedParts = (feeds: ForwardRequest['feeds']) =>
  [...(feeds ?? [])].flatMap(([name, { shape, data }]) => [name, shape.join(), data] as const)

/** Layers are looked at one after the other: a hook of one is read for all, where that is small. */
const patternFor = (hook: string, length: number): string => (length <= 128 ? hook.replace(/^blocks\.\d+\./, 'blocks.*.') : hook)

/** Without moving the numbers: they may still lie where they were computed. */
const bytesOf = (tensor: TensorValue | undefined): number => (tensor ? 4 * tensor.shape.reduce((product, size) => product * size, 1) : 0)

function keepLater(later: Map<string, TensorValue>, hook: string, value: TensorValue): void {
  if (bytesOf(value) > READ_BYTES) return
  later.delete(hook)
  later.set(hook, value)
  let bytes = [...later.values()].reduce((sum, tensor) => sum + bytesOf(tensor), 0)
  for (const [oldest, tensor] of later) {
    if (bytes <= READ_BYTES) return
    later.delete(oldest)
    bytes -= bytesOf(tensor)
  }
}

/** A hook's tensor as a value: positions are named by their pieces. Its numbers are fetched when they are looked at. */
export function hookValue(model: ModelValue, tokens: TokensValue, hook: string, tensor: EngineTensor): TensorValue {
  return {
    get data() {
      return tensor.data
    },
    shape: tensor.shape,
    dims: tensor.dims,
    origin: { tensor: hook, slice: tensor.shape.map(() => null), model: model.name, backend: model.engine.backend },
    labels: tensor.dims.map((dim, axis) =>
      (dim === 'T' || dim === 'S') && tensor.shape[axis] === tokens.pieces.length ? tokens.pieces : null,
    ),
  }
}

export function noSuchHook(hook: string, hooks: readonly string[], model: string): NodeFailure {
  const near = closest(hook, hooks)
  const hint = near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : `Its hooks run from ${hooks[0]} to ${hooks.at(-1)}.`
  return new NodeFailure('no-such-hook', `${model} has no hook named ${hook}.`, { hint })
}
