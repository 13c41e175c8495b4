/*
 * What stands on an encoder: a vector for the text, and by the kind of model logits of masked tokens or of classes. Every encoder
 * gives `sentence_embedding`, the mean over its tokens at length one. arXiv:1908.10084.
 */
import type { ActivationName } from '../../tensor'
import type { LinearWeights, ProgramBuilder } from '../ir/builder'
import { dense, layerNorm, type EncoderSpec } from './encoder-spec'

export interface EncoderHeads {
  /** tanh(dense(first token)); null where the family has none. */
  readonly pooler: string | null
  readonly masked: {
    readonly dense: string
    readonly norm: string
    readonly activation: ActivationName
    /** Table and bias of the last step. */
    readonly decoder: LinearWeights
  }
  /** From the pooled vector, or from the first token through a dense layer of the head's own. */
  readonly classes: {
    readonly dense: string | null
    readonly activation: ActivationName
    readonly output: string
  }
  readonly tokenClasses: string
}

export function writeHeads(builder: ProgramBuilder, x: string, spec: EncoderSpec, heads: EncoderHeads): void {
  const mean = builder.unitLength('sentence.row', builder.pool('sentence.mean', x, 'mean')) // [1,C]
  builder.flatten('sentence_embedding', mean)
  const first = builder.pool('first', x, 'first') // [1,C]
  if (spec.pooler && heads.pooler !== null) builder.flatten('pooled', pooled(builder, first, spec, heads.pooler))
  const outputs = spec.labels.length
  if (spec.head === 'masked-token') maskedTokens(builder, x, spec, heads.masked)
  if (spec.head === 'classes') builder.flatten('logits', classes(builder, first, spec, heads))
  if (spec.head === 'token-classes') builder.linear('logits', x, dense(heads.tokenClasses), outputs, 'N')
}

function pooled(builder: ProgramBuilder, first: string, spec: EncoderSpec, name: string): string {
  return builder.activation('pooled.row', builder.linear('pooled.dense', first, dense(name), spec.width, 'C'), 'tanh')
}

function maskedTokens(builder: ProgramBuilder, x: string, spec: EncoderSpec, head: EncoderHeads['masked']): void {
  const active = builder.activation('mlm.active', builder.linear('mlm.dense', x, dense(head.dense), spec.width, 'C'), head.activation)
  const normed = builder.norm('mlm.ln', active, layerNorm(head.norm, spec.normEpsilon))
  builder.linear('logits', normed, head.decoder, spec.vocabulary, 'V')
}

function classes(builder: ProgramBuilder, first: string, spec: EncoderSpec, heads: EncoderHeads): string {
  const { dense: own, activation, output } = heads.classes
  const step = own === null ? 'pooled.row' : classesDense(builder, first, spec, own, activation)
  return builder.linear('classes.row', step, dense(output), spec.labels.length, 'N')
}

function classesDense(builder: ProgramBuilder, first: string, spec: EncoderSpec, name: string, activation: ActivationName): string {
  return builder.activation('classes.active', builder.linear('classes.dense', first, dense(name), spec.width, 'C'), activation)
}
