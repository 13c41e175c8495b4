/* What each node does with the kernels; null for what they do not know, which the plain loops then do over the same memory. */
import { activations } from '../../../tensor'
import type { Op } from '../../ir/program'
import { floatBits } from './float-bits'
import { JOBS } from './machine'
import { headProducts, multiplyPanels } from './linear-steps'
import type { Node } from './nodes'
import type { Run } from './run'

/** Reads its addresses from the run: `out`, `at(n)`, `count`. */
export type Step = (run: Run) => void

/** In the order of the kernels' numbers. */
const ACTIVATIONS: readonly string[] = ['relu', 'silu', 'gelu', 'gelu-tanh', 'gelu-sigmoid', 'tanh'] satisfies (keyof typeof activations)[]

export function stepOf(node: Node): Step | null {
  if (node.kind === 'attend') return attend(node)
  if (node.kind === 'gate') {
    const which = ACTIVATIONS.indexOf(node.activation)
    return which < 0 ? null : (run) => run.machine.kernels.activateAndMultiply(run.at(0), run.at(1), run.out, run.count, which)
  }
  if (node.kind === 'results') return () => {}
  if (node.kind === 'project') return (run) => project(run, node.op, node.span, node.inputs.length > 1 ? run.at(1) : 0)
  return opStep(node.op)
}

/** x W + bias; sums of `span` positions are written to `parts` where it is not 0. */
function project(run: Run, op: Extract<Op, { op: 'linear' }>, span: number, parts: number): void {
  const panels = run.weights.matrix(op.weight, op.layout, op.inner, op.outer)
  const bias = op.bias === null ? 0 : run.weights.vector(op.bias)
  const shape = { xStep: op.inner, yStep: op.outer, from: 0, inner: op.inner }
  multiplyPanels(run.machine, panels, { ...shape, x: run.at(0), rows: run.count / op.outer, y: run.out, bias, span, parts }, run.fast)
}

function attend({ mix, factor, window }: Extract<Node, { kind: 'attend' }>): Step {
  const { heads, keyHeads, size } = mix
  const bits = floatBits(factor)
  return (run) => {
    const { machine, rows } = run
    const each = 4 * Math.ceil(((run.capacity || rows.S) + 8) / 16) * 16
    const place = machine.workplace(each * machine.threads)
    const pieces = heads * Math.ceil(rows.T / 16)
    const shape = [rows.T, rows.S, heads, keyHeads, size]
    machine.job(JOBS.attend, pieces, [run.at(0), run.at(1), run.at(2), run.out, ...shape, bits, window, place, each])
  }
}

function opStep(op: Op): Step | null {
  switch (op.op) {
    case 'embed':
      return (run) => embed(run, op.weight)
    case 'copy':
    case 'split-heads':
    case 'merge-heads':
    case 'flatten':
      return (run) => run.machine.copy(run.out, run.at(0), 4 * run.count)
    case 'last-row':
      return (run) => run.machine.copy(run.out, run.at(0) + 4 * (run.rows.T - 1) * run.count, 4 * run.count)
    case 'add':
      return (run) => run.machine.kernels.add(run.at(0), run.at(1), run.out, run.count)
    case 'multiply':
      return (run) => run.machine.kernels.multiply(run.at(0), run.at(1), run.out, run.count)
    case 'scale':
      return (run) => run.machine.kernels.scale(run.at(0), run.out, run.count, op.factor)
    case 'activation': {
      const which = ACTIVATIONS.indexOf(op.activation)
      return which < 0 ? null : (run) => run.machine.kernels.activate(run.at(0), run.out, run.count, which)
    }
    case 'norm-scale':
      return (run) => run.machine.kernels.normScale(run.at(0), run.out, run.count, op.width, op.epsilon, centred(op.norm))
    case 'normalize':
      return (run) => {
        const weight = run.weights.vector(op.weight, op.offset)
        const bias = op.bias === null ? 0 : run.weights.vector(op.bias)
        run.machine.kernels.normalize(run.at(0), run.at(1), weight, bias, run.out, run.count / op.width, op.width, centred(op.norm))
      }
    case 'linear':
      return (run) => project(run, op, 0, 0)
    case 'slice':
      return (run) => run.machine.kernels.columns(run.at(0), run.out, run.count / op.size, op.width, op.start, op.size)
    case 'rope':
      return (run) => {
        const { cos, sin } = run.ropeAt(op.table)
        run.machine.kernels.rotate(run.at(0), cos, sin, run.out, run.rows.T, op.heads, op.size, op.turns)
      }
    default:
      return attentionStep(op)
  }
}

function attentionStep(op: Op): Step | null {
  switch (op.op) {
    case 'scores':
      return (run) =>
        run.machine.job(JOBS.scores, op.heads, [run.at(0), run.at(1), run.out, run.rows.T, run.rows.S, op.heads, op.keyHeads, op.size])
    case 'mask':
      if (!op.causal) return null
      return (run) => {
        const { T, S } = run.rows
        run.machine.kernels.causalMask(run.at(0), run.out, run.count / (T * S), T, S, op.window ?? 0)
      }
    case 'softmax':
      return (run) => {
        const { S } = run.rows
        run.machine.job(JOBS.softmax, run.count / S, [run.at(0), run.out, run.count / S, S])
      }
    case 'mix':
      return (run) =>
        run.machine.job(JOBS.mix, op.heads, [run.at(0), run.at(1), run.out, run.rows.T, run.rows.S, op.heads, op.keyHeads, op.size])
    case 'head-results':
      return (run) => {
        const panels = run.weights.matrix(op.weight, op.layout, op.heads * op.size, op.width)
        headProducts(run.machine, panels, op, run.at(0), run.out, run.rows.T, run.fast)
      }
    case 'sum-heads':
      return (run) => {
        const bias = op.bias === null ? 0 : run.weights.vector(op.bias)
        run.machine.kernels.sumHeads(run.at(0), bias, run.out, run.count / op.width, op.heads, op.width)
      }
    default:
      return null
  }
}

const centred = (norm: 'rms' | 'layer'): number => (norm === 'layer' ? 1 : 0)

/** From the panels where the table is placed for the logits, too; else its rows are copied from the store. */
function embed(run: Run, name: string): void {
  const { ids } = run.call
  const width = run.count / ids.length
  const panels = run.weights.placed(name)
  if (panels && panels.inner === width) {
    run.machine.kernels.gather(panels.address, panels.stride, panels.bits, width, run.idsAt(), ids.length, run.out)
    return
  }
  run.weights.copyRows(name, width, ids, run.out)
}
