/* Checks of what a call brings: ids, padding and token types, with a sentence for each fault. */
import type { CallInputs } from './ir/call-tables'
import type { Program } from './ir/program'
import { count } from './sentences'
import { EngineFailure, type ForwardRequest, type ModelSpec } from './types'

export interface CallLimits {
  readonly name: string
  readonly spec: ModelSpec
  readonly program: Program
}

/** `before`: tokens that a cache holds already. */
export function checkIds(ids: readonly number[], before: number, { name, spec }: CallLimits): void {
  if (ids.length === 0) throw new EngineFailure('empty-prompt', 'The prompt has no tokens; a forward pass needs at least one.')
  const length = before + ids.length
  if (length > spec.context) {
    throw new EngineFailure(
      'too-long',
      `The prompt has ${count(length)} tokens; ${name} reads at most ${count(spec.context)}.`,
      `Shorten it by ${count(length - spec.context)} tokens.`,
    )
  }
  const strange = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= spec.vocabulary)
  if (strange !== undefined) {
    throw new EngineFailure(
      'bad-token',
      `Token ${strange} is not in the vocabulary of ${name}, whose ids run from 0 to ${count(spec.vocabulary - 1)}.`,
      'Use the tokenizer that belongs to this model.',
    )
  }
}

export function checkedCall({ ids, attentionMask, tokenTypes }: ForwardRequest, limits: CallLimits): CallInputs {
  checkIds(ids, 0, limits)
  return { ids, mask: checkedMask(ids, attentionMask), types: checkedTypes(ids, tokenTypes, limits) }
}

/** A mask that hides nothing is none. */
function checkedMask(ids: readonly number[], mask: readonly number[] | undefined): readonly number[] | null {
  if (!mask) return null
  refuseLength('The attention mask', mask, ids)
  const strange = mask.find((value) => value !== 0 && value !== 1)
  if (strange !== undefined)
    throw new EngineFailure('bad-mask', `The attention mask holds ${strange}; expected 1 for a token and 0 for padding.`)
  if (!mask.includes(1)) throw new EngineFailure('bad-mask', 'The attention mask hides every token; at least one must be seen.')
  return mask.includes(0) ? mask : null
}

function checkedTypes(
  ids: readonly number[],
  types: readonly number[] | undefined,
  { name, program }: CallLimits,
): readonly number[] | null {
  if (!types?.some((type) => type !== 0)) return null
  refuseLength('The list of token types', types, ids)
  const table = program.ops.find((op) => op.op === 'token-types')
  if (table?.op !== 'token-types')
    throw new EngineFailure('bad-types', `${name} does not know token types.`, 'Leave them out, or use a model of the BERT family.')
  const strange = types.find((type) => !Number.isInteger(type) || type < 0 || type >= table.rows)
  if (strange !== undefined)
    throw new EngineFailure('bad-types', `There is no token type ${strange} in ${name}; it has ${table.rows}, from 0 to ${table.rows - 1}.`)
  return types
}

function refuseLength(what: string, list: readonly number[], ids: readonly number[]): void {
  if (list.length !== ids.length)
    throw new EngineFailure('bad-length', `${what} has ${count(list.length)} entries for ${count(ids.length)} tokens; expected as many.`)
}
