/* Nodes that feed themselves, each with a cycle it lies on. Tarjan 1972, without recursion: graphs may be deep. */

/** `feeds(id)`: ids that take wires from `id`. A path ends with the node it begins with; absent: on no cycle. */
export function findCycles(ids: Iterable<string>, feeds: (id: string) => readonly string[]): Map<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>()
  for (const group of strongGroups(ids, feeds)) {
    const members = new Set(group)
    if (group.length === 1 && !feeds(group[0] as string).includes(group[0] as string)) continue
    for (const id of group) {
      if (paths.has(id)) continue
      const path = shortestRound(id, (from) => feeds(from).filter((to) => members.has(to)))
      for (const member of path) paths.set(member, path)
    }
  }
  return paths
}

function shortestRound(start: string, feeds: (id: string) => readonly string[]): string[] {
  const from = new Map<string, string>()
  const queue = [start]
  for (const id of queue) {
    for (const next of feeds(id)) {
      if (next === start) return pathTo(id, start, from)
      if (from.has(next)) continue
      from.set(next, id)
      queue.push(next)
    }
  }
  return [start, start]
}

function pathTo(end: string, start: string, from: ReadonlyMap<string, string>): string[] {
  const path = [start]
  for (let id = end; id !== start; id = from.get(id) as string) path.push(id)
  return [...path, start].reverse()
}

function strongGroups(ids: Iterable<string>, feeds: (id: string) => readonly string[]): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const groups: string[][] = []
  const enter = (id: string) => {
    index.set(id, index.size)
    low.set(id, index.size - 1)
    stack.push(id)
    onStack.add(id)
    return { id, next: 0, feeds: feeds(id) }
  }
  const lower = (id: string, to: number) => low.set(id, Math.min(low.get(id) as number, to))
  const leave = (id: string) => {
    if (low.get(id) !== index.get(id)) return
    const group = stack.splice(stack.lastIndexOf(id))
    for (const member of group) onStack.delete(member)
    groups.push(group)
  }
  for (const root of ids) {
    if (index.has(root)) continue
    const frames = [enter(root)]
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const next = frame.feeds[frame.next++]
      if (next === undefined) {
        frames.pop()
        leave(frame.id)
        const parent = frames.at(-1)
        if (parent) lower(parent.id, low.get(frame.id) as number)
      } else if (!index.has(next)) frames.push(enter(next))
      else if (onStack.has(next)) lower(frame.id, index.get(next) as number)
    }
  }
  return groups
}
