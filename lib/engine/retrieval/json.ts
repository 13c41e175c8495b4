/* JSON of strangers: how deep it is told before it is parsed, forbidden keys refused, and what is wrong said in a few words. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type JsonReading = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string }

/** Deeper than any document needs, shallow enough for everything that walks a value. */
const DEEPEST = 64
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

export function parseJson(text: string): JsonReading {
  const depth = depthOf(text)
  if (depth > DEEPEST) return { ok: false, why: `is nested ${depth} deep, at most ${DEEPEST} are read` }
  let forbidden = ''
  try {
    const value = JSON.parse(text, (key, entry: Json) => {
      if (!FORBIDDEN.has(key)) return entry
      forbidden = key
      return undefined
    }) as Json
    return forbidden ? { ok: false, why: `has a field named ${forbidden}, which is refused` } : { ok: true, value }
  } catch (error) {
    return { ok: false, why: `is no JSON (${reason(error)})` }
  }
}

/** What the parser complains of, without the text it quotes. */
function reason(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return /position \d+/.exec(said)?.[0] ?? (/end of/i.test(said) ? 'it ends too early' : 'it breaks off at the start')
}

/** The deepest nesting, in one walk; brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (quoted) {
      if (unit === 92) at++
      else if (unit === 34) quoted = false
    } else if (unit === 34) quoted = true
    else if (unit === 91 || unit === 123) most = Math.max(most, ++depth)
    else if (unit === 93 || unit === 125) depth--
  }
  return most
}
