/* The families that are known, and the way from a config.json to one of them. */
import type { JsonObject } from '../files/json'
import { ProgramBuilder, type ProgramOptions } from '../ir/builder'
import type { Program } from '../ir/program'
import { EngineFailure } from '../types'
import type { EngineSpec, Family } from './family'
import { bert } from './bert'
import { distilbert } from './distilbert'
import { gemma2 } from './gemma2'
import { gemma3 } from './gemma3'
import { gpt2 } from './gpt2'
import { gptNeox } from './gpt_neox'
import { llama } from './llama'
import { mistral } from './mistral'
import { mpnet } from './mpnet'
import { olmo2 } from './olmo2'
import { phi3 } from './phi3'
import { qwen2 } from './qwen2'
import { qwen3 } from './qwen3'
import { roberta } from './roberta'
import { sentenceEncoder } from './sentence-encoder'
import { smollm3 } from './smollm3'

export type { EngineSpec, Family, HasWeight, WeightNeed } from './family'

const decoders: readonly Family[] = [llama, gpt2, gptNeox, mistral, qwen2, qwen3, gemma2, gemma3, phi3, olmo2, smollm3]
const encoders: readonly Family[] = [bert, distilbert, roberta, mpnet, sentenceEncoder]
const families = [...decoders, ...encoders]

export function familyOf(config: JsonObject): Family {
  const type = typeof config.model_type === 'string' ? config.model_type : ''
  const family = families.find((known) => known.modelTypes.includes(type)) ?? byClass(config, type)
  if (family) return family
  const classes = Array.isArray(config.architectures) ? config.architectures.filter((name) => typeof name === 'string').join(', ') : ''
  const found = type ? `the architecture ${type.slice(0, 60)}${classes ? ` (${classes.slice(0, 80)})` : ''}` : 'no model_type'
  const known = families.flatMap((each) => each.modelTypes).join(', ')
  throw new EngineFailure('unknown-architecture', `config.json names ${found}; expected ${known}.`)
}

/** The first files on the hub have no model_type. */
function byClass(config: JsonObject, type: string): Family | undefined {
  if (type || !Array.isArray(config.architectures)) return undefined
  const classes = config.architectures.filter((name) => typeof name === 'string').map((name) => name.toLowerCase())
  return families.find((family) => classes.some((name) => name.startsWith(family.architecture.replace('_', ''))))
}

export function buildProgram(family: Family, spec: EngineSpec, options: Partial<ProgramOptions> = {}): Program {
  const builder = new ProgramBuilder(spec, { edited: options.edited ?? new Set(), lastRowOnly: options.lastRowOnly ?? false })
  family.program(spec, builder)
  return builder.build()
}

/** The names that a weight may have in a file, the most usual first. The first files on the hub wrote gamma and beta. */
export function spellings(name: string, family: Family): readonly string[] {
  const whole = [name]
  if (/LayerNorm\.(weight|bias)$/.test(name)) whole.push(name.replace(/weight$/, 'gamma').replace(/bias$/, 'beta'))
  if (/^(cls\.predictions|lm_head)\.bias$/.test(name)) whole.push(name.replace(/bias$/, 'decoder.bias'))
  if (name.endsWith('.decoder.bias')) whole.push(name.replace('decoder.bias', 'bias'))
  const bare = whole.flatMap((each) => (each.startsWith(family.prefix) ? [each.slice(family.prefix.length)] : []))
  return [...whole, ...bare]
}
