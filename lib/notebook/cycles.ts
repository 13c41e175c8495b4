/* Cycles of a graph given as sources by id: strongly connected components (Tarjan 1972), without recursion. */

export interface Cycle {
  readonly members: ReadonlySet<string>
  /** One way round: first and last are the same. In the direction in which values would run. */
  readonly path: readonly string[]
}

export function cyclesOf(sources: ReadonlyMap<string, readonly string[]>): readonly Cycle[] {
  return components(sources)
    .filter((ids) => ids.length > 1 || (sources.get(ids[0] ?? '') ?? []).includes(ids[0] ?? ''))
    .map((ids) => {
      const members = new Set(ids)
      return { members, path: wayRound(sources, members) }
    })
}

function components(sources: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const onStack = new Set<string>()
  const stack: string[] = []
  const found: string[][] = []
  const enter = (id: string) => {
    order.set(id, order.size)
    low.set(id, order.size - 1)
    stack.push(id)
    onStack.add(id)
    return { id, next: 0 }
  }
  const lower = (id: string, value: number) => low.set(id, Math.min(low.get(id) ?? value, value))
  for (const root of sources.keys()) {
    if (order.has(root)) continue
    const calls = [enter(root)]
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const neighbour = (sources.get(call.id) ?? [])[call.next++]
      if (neighbour !== undefined) {
        if (!sources.has(neighbour)) continue
        if (!order.has(neighbour)) calls.push(enter(neighbour))
        else if (onStack.has(neighbour)) lower(call.id, order.get(neighbour) ?? 0)
        continue
      }
      calls.pop()
      const parent = calls.at(-1)
      if (parent) lower(parent.id, low.get(call.id) ?? 0)
      if (low.get(call.id) !== order.get(call.id)) continue
      const ids = stack.splice(stack.lastIndexOf(call.id))
      for (const id of ids) onStack.delete(id)
      found.push(ids)
    }
  }
  return found
}

/** Walks from source to source inside the component until a node repeats. */
function wayRound(sources: ReadonlyMap<string, readonly string[]>, members: ReadonlySet<string>): string[] {
  const seen = new Map<string, number>()
  const walk: string[] = []
  let at = [...members][0] ?? ''
  while (!seen.has(at)) {
    seen.set(at, walk.length)
    walk.push(at)
    at = (sources.get(at) ?? []).find((id) => members.has(id)) ?? at
  }
  return [...walk.slice(seen.get(at)), at].reverse()
}
