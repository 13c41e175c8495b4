/* Hook patterns: `*` stands for any characters (dots too), `{0,3}` for one of several texts; all else stands for itself. */

/** The names that match, in the order of `names`. */
export function matchHooks(pattern: string, names: Iterable<string>): string[] {
  const expression = hookExpression(pattern)
  return [...names].filter((name) => expression.test(name))
}

export function matchAnyHook(patterns: readonly string[], names: Iterable<string>): string[] {
  const expressions = patterns.map(hookExpression)
  return [...names].filter((name) => expressions.some((expression) => expression.test(name)))
}

function hookExpression(pattern: string): RegExp {
  let source = ''
  let rest = pattern
  while (rest) {
    const group = /^\{([^{}]*)\}/.exec(rest)
    if (group) source += `(?:${group[1]!.split(',').map(alternative).join('|')})`
    // Runs of stars are one star: `**` must not make matching slow.
    else if (rest[0] === '*') source += source.endsWith('.*') ? '' : '.*'
    else source += escape(rest[0]!)
    rest = rest.slice(group ? group[0].length : 1)
  }
  return new RegExp(`^${source}$`, 's')
}

function alternative(text: string): string {
  return text.trim().split('*').map(escape).join('.*')
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
