/* Values at ports: what compute is handed, and what it handed back, checked by name and type. */
import { fits, takesSeveral, widenTo } from './fits'
import { PortType, type AnyInput, type AnyOutput, type Boxed, type Inputs, type Outputs } from './port-type'
import { sentences } from './sentences'

export const isBoxed = (value: unknown): value is Boxed =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type instanceof PortType && 'value' in value

/**
 * Inputs as compute receives them. An entry is a value of the port's own type, or a value with its type, which is then
 * widened; a port that takes several types takes only the latter.
 */
export function resolveInputs(node: string, ports: Inputs, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(ports, name) && given[name] !== undefined) throw sentences.noInput(node, name, Object.keys(ports))
  }
  const resolved: Record<string, unknown> = {}
  for (const name of Object.keys(ports)) {
    const input = ports[name] as AnyInput
    const value = given[name]
    if (input.arity === 'many') resolved[name] = asList(value).map((item) => resolveOne(node, name, input, item))
    else if (value !== undefined) resolved[name] = resolveOne(node, name, input, value)
    else if (input.arity === 'one') throw sentences.missingInput(node, name, input.type.title)
  }
  return resolved
}

const asList = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])

function resolveOne(node: string, port: string, input: AnyInput, given: unknown): unknown {
  if (isBoxed(given)) {
    if (!fits(given.type, input.type)) throw sentences.wrongType(node, port, input.type.title, given.type.title)
    return checked(node, port, input, widenTo(given.type, input.type, given.value))
  }
  if (takesSeveral(input.type)) throw sentences.notBoxed(node, port)
  return checked(node, port, input, given)
}

function checked(node: string, port: string, input: AnyInput, value: unknown): unknown {
  const boxed = takesSeveral(input.type)
  const problem = boxed ? (value as Boxed).type.spec.check((value as Boxed).value) : input.type.spec.check(value)
  if (problem !== null) throw sentences.wrongValue(node, port, problem)
  if (input.abilities.length > 0) requireAbilities(node, port, input.abilities, boxed ? (value as Boxed).value : value)
  return value
}

function requireAbilities(node: string, port: string, needed: readonly string[], value: unknown): void {
  const has = (value as { abilities?: readonly string[] }).abilities ?? []
  const missing = needed.filter((ability) => !has.includes(ability))
  if (missing.length > 0) throw sentences.lacksAbility(node, port, missing, has)
}

function boxProblem(value: unknown, output: PortType<any>): string | null {
  if (!isBoxed(value)) return 'expected a value with its type, { type, value }'
  return fits(value.type, output) ? value.type.spec.check(value.value) : `expected ${output.title}, got ${value.type.title}`
}

/** What an output made: a port that gives one of several types gives a value with its type, and it goes on as one of that type. */
export const madeBy = (output: AnyOutput, value: unknown): Boxed =>
  takesSeveral(output.type) && isBoxed(value) ? value : { type: output.type, value }

/** Every output there, none too many, each of its type. Partial outputs may be missing. */
export function checkOutputs(node: string, ports: Outputs, made: Readonly<Record<string, unknown>>, partial = false): void {
  for (const name of Object.keys(made)) {
    if (!Object.hasOwn(ports, name)) throw sentences.extraOutput(node, name)
  }
  for (const name of Object.keys(ports)) {
    const output = ports[name] as AnyOutput
    const value = made[name]
    if (value === undefined) {
      if (partial || output.presence === 'optional') continue
      throw sentences.missingOutput(node, name)
    }
    const problem = takesSeveral(output.type) ? boxProblem(value, output.type) : output.type.spec.check(value)
    if (problem !== null) throw sentences.wrongOutput(node, name, problem)
  }
}
