import { expect, test } from 'vitest'
import type { GraphNode } from '../graph/graph'
import { PlanReader, PlanSender, type SentPlan } from './sent-plan'

const node = (id: string, value: string): GraphNode => ({
  id,
  kind: 'text',
  version: 1,
  params: { value },
  paramWires: {},
  inputs: {},
})
const plan = (...nodes: GraphNode[]) => ({ nodes, seed: 1, broken: {} })
const across = (sent: SentPlan) => structuredClone(sent)

test('what stands as it was is named, and read as the very same node', () => {
  const [sender, reader] = [new PlanSender(), new PlanReader()]
  const [a, b, c] = [node('a', 'long'), node('b', 'one'), node('b', 'two')]
  const first = reader.read(across(sender.sent(plan(a, b))))
  expect(first).toEqual(plan(a, b))
  const sent = sender.sent(plan(c, a))
  expect(sent.nodes).toEqual([c, 'a'])
  const second = reader.read(across(sent))
  expect(second).toEqual(plan(c, a))
  expect(second.nodes[1]).toBe(first.nodes[0])
})

test('a node that was gone comes back whole, and another worker is told everything', () => {
  const sender = new PlanSender()
  const [a, b] = [node('a', 'long'), node('b', 'one')]
  sender.sent(plan(a, b))
  sender.sent(plan(b))
  expect(sender.sent(plan(a, b)).nodes).toEqual([a, 'b'])
  sender.forget()
  expect(new PlanReader().read(across(sender.sent(plan(a, b))))).toEqual(plan(a, b))
})
