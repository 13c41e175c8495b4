/* Each node is told alone, in the order of arrival, once for many changes. */
import { expect, test } from 'vitest'
import { Pace } from './pace'

test('ten changes of three nodes are three tasks', () => {
  const listeners = new Map<string, () => void>()
  const tasks: (() => void)[] = []
  const pace = new Pace({ view: () => null, onView: (id, listener) => (listeners.set(id, listener), () => listeners.delete(id)) }, (then) =>
    tasks.push(then),
  )
  const told: string[] = []
  const ends = ['a', 'b', 'c'].flatMap((id) => [pace.onView(id, () => told.push(id)), pace.onView(id, () => told.push(`${id}'`))])
  for (const id of ['a', 'b', 'a', 'c', 'b', 'a']) listeners.get(id)?.()
  expect(told).toEqual([])
  tasks.shift()?.()
  expect(told).toEqual(['a', "a'"])
  listeners.get('a')?.()
  while (tasks.length > 0) tasks.shift()?.()
  expect(told).toEqual(['a', "a'", 'b', "b'", 'c', "c'", 'a', "a'"])
  ends.forEach((end) => end())
  expect(listeners.size).toBe(0)
})
