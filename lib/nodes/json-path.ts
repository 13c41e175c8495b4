/* Paths into data: `pets[0].name`. */
import { NodeFailure } from '../graph/states'
import type { JsonValue } from '../values'

type PathStep = string | number

/** `pets[0].name`, `$.pets`, `["two words"]`. */
export function readPath(path: string): readonly PathStep[] {
  const steps: PathStep[] = []
  let rest = path.trim().replace(/^\$/, '')
  while (rest !== '') {
    const found = /^(?:\.?([^.[\]"\s]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/.exec(rest)
    if (!found)
      throw new NodeFailure('bad-path', `The path ${JSON.stringify(path)} cannot be read from ${JSON.stringify(rest)} on.`, {
        port: 'path',
        hint: 'Paths are written like pets[0].name.',
      })
    const quoted = found[3] === undefined ? undefined : unquoted(found[3])
    steps.push(found[1] ?? (found[2] === undefined ? String(quoted) : Number(found[2])))
    rest = rest.slice(found[0].length)
  }
  return steps
}

/** Undefined where the path leads nowhere. */
export function atPath(value: JsonValue, path: readonly PathStep[]): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const step of path) {
    if (here === undefined || here === null || typeof here !== 'object') return undefined
    if (Array.isArray(here)) here = typeof step === 'number' ? (here as readonly JsonValue[])[step] : undefined
    else here = Object.hasOwn(here, step) ? (here as Readonly<Record<string, JsonValue>>)[step] : undefined
  }
  return here
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
