/* The families that are known, and the way from a config.json to one of them. */
import type { JsonObject } from '../files/json'
import { ProgramBuilder, type ProgramOptions } from '../ir/builder'
import type { Program } from '../ir/program'
import { EngineFailure } from '../types'
import type { EngineSpec, Family } from './family'
import { gpt2 } from './gpt2'
import { llama } from './llama'

export type { EngineSpec, Family, WeightNeed } from './family'

const families: readonly Family[] = [llama, gpt2]

export function familyOf(config: JsonObject): Family {
  const type = typeof config.model_type === 'string' ? config.model_type : ''
  const family = families.find((known) => known.modelTypes.includes(type)) ?? byClass(config, type)
  if (family) return family
  const classes = Array.isArray(config.architectures) ? config.architectures.filter((name) => typeof name === 'string').join(', ') : ''
  const found = type ? `the architecture ${type.slice(0, 60)}${classes ? ` (${classes.slice(0, 80)})` : ''}` : 'no model_type'
  const known = families.flatMap((each) => each.modelTypes).join(' and ')
  throw new EngineFailure('unknown-architecture', `config.json names ${found}; expected ${known}.`)
}

/** The first files on the hub have no model_type. */
function byClass(config: JsonObject, type: string): Family | undefined {
  if (type || !Array.isArray(config.architectures)) return undefined
  const classes = config.architectures.filter((name) => typeof name === 'string').map((name) => name.toLowerCase())
  return families.find((family) => classes.some((name) => name.startsWith(family.architecture)))
}

export function buildProgram(family: Family, spec: EngineSpec, options: Partial<ProgramOptions> = {}): Program {
  const builder = new ProgramBuilder(spec, { edited: options.edited ?? new Set(), lastRowOnly: options.lastRowOnly ?? false })
  family.program(spec, builder)
  return builder.build()
}
