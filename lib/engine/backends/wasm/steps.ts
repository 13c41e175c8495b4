/* What each node does with the kernels; null for what they do not know, which the plain loops then do over the same memory. */
import { activations } from '../../../tensor'
import type { Op } from '../../ir/program'
import { floatBits, JOBS } from './machine'
import { headProducts, multiplyPanels } from './linear-steps'
import type { Node } from './nodes'
import type { PlacedWeights } from './placed-weights'
import type { Run } from './run'

export interface StepContext {
  readonly run: Run
  readonly weights: PlacedWeights
  readonly fast: boolean
  /** Addresses of the result and of the n-th input. */
  readonly out: number
  in(n: number): number
  /** Elements of the result and of the n-th input. */
  readonly count: number
}

type Step = (context: StepContext) => void

/** In the order of the kernels' numbers. */
const ACTIVATIONS: readonly string[] = ['relu', 'silu', 'gelu', 'gelu-tanh', 'gelu-sigmoid', 'tanh'] satisfies (keyof typeof activations)[]

export function stepOf(node: Node): Step | null {
  if (node.kind === 'attend') return attend(node)
  if (node.kind === 'gate') {
    const which = ACTIVATIONS.indexOf(node.activation)
    return which < 0 ? null : ({ run, in: at, out, count }) => run.machine.kernels.activateAndMultiply(at(0), at(1), out, count, which)
  }
  return opStep(node.op)
}

function attend({ mix, factor, window }: Extract<Node, { kind: 'attend' }>): Step {
  const { heads, keyHeads, size } = mix
  const bits = floatBits(factor)
  return ({ run, in: at, out }) => {
    const { machine, rows } = run
    const each = 4 * Math.ceil((rows.S + 8) / 16) * 16
    const place = machine.workplace(each * machine.threads)
    const pieces = heads * Math.ceil(rows.T / 16)
    machine.job(JOBS.attend, pieces, at(0), at(1), at(2), out, rows.T, rows.S, heads, keyHeads, size, bits, window, place, each)
  }
}

function opStep(op: Op): Step | null {
  switch (op.op) {
    case 'embed':
      return ({ run, weights, out, count }) => embed(run, weights, op.weight, out, count)
    case 'copy':
    case 'split-heads':
    case 'merge-heads':
    case 'flatten':
      return ({ run, in: at, out, count }) => void run.machine.heap.bytes.copyWithin(out, at(0), at(0) + 4 * count)
    case 'last-row':
      return ({ run, in: at, out, count }) => {
        const from = at(0) + 4 * (run.rows.T - 1) * count
        run.machine.heap.bytes.copyWithin(out, from, from + 4 * count)
      }
    case 'add':
      return ({ run, in: at, out, count }) => run.machine.kernels.add(at(0), at(1), out, count)
    case 'multiply':
      return ({ run, in: at, out, count }) => run.machine.kernels.multiply(at(0), at(1), out, count)
    case 'scale':
      return ({ run, in: at, out, count }) => run.machine.kernels.scale(at(0), out, count, op.factor)
    case 'activation': {
      const which = ACTIVATIONS.indexOf(op.activation)
      return which < 0 ? null : ({ run, in: at, out, count }) => run.machine.kernels.activate(at(0), out, count, which)
    }
    case 'norm-scale':
      return ({ run, in: at, out, count }) => run.machine.kernels.normScale(at(0), out, count, op.width, op.epsilon, centred(op.norm))
    case 'normalize':
      return ({ run, weights, in: at, out, count }) => {
        const weight = weights.vector(op.weight, op.offset)
        const bias = op.bias === null ? 0 : weights.vector(op.bias)
        run.machine.kernels.normalize(at(0), at(1), weight, bias, out, count / op.width, op.width, centred(op.norm))
      }
    case 'linear':
      return ({ run, weights, fast, in: at, out, count }) => {
        const panels = weights.matrix(op.weight, op.layout, op.inner, op.outer)
        const bias = op.bias === null ? 0 : weights.vector(op.bias)
        const rows = count / op.outer
        const steps = { xStep: op.inner, yStep: op.outer, from: 0, inner: op.inner }
        multiplyPanels(run.machine, panels, { x: at(0), rows, y: out, bias, ...steps }, fast)
      }
    case 'slice':
      return ({ run, in: at, out, count }) => run.machine.kernels.columns(at(0), out, count / op.size, op.width, op.start, op.size)
    case 'rope':
      return ({ run, in: at, out }) => {
        const { cos, sin } = run.ropeAt(op.table)
        run.machine.kernels.rotate(at(0), cos, sin, out, run.rows.T, op.heads, op.size, op.turns)
      }
    default:
      return attentionStep(op)
  }
}

function attentionStep(op: Op): Step | null {
  switch (op.op) {
    case 'scores':
      return ({ run, in: at, out }) =>
        run.machine.job(JOBS.scores, op.heads, at(0), at(1), out, run.rows.T, run.rows.S, op.heads, op.keyHeads, op.size)
    case 'mask':
      if (!op.causal) return null
      return ({ run, in: at, out, count }) => {
        const { T, S } = run.rows
        run.machine.kernels.causalMask(at(0), out, count / (T * S), T, S, op.window ?? 0)
      }
    case 'softmax':
      return ({ run, in: at, out, count }) => {
        const { S } = run.rows
        run.machine.job(JOBS.softmax, count / S, at(0), out, count / S, S)
      }
    case 'mix':
      return ({ run, in: at, out }) =>
        run.machine.job(JOBS.mix, op.heads, at(0), at(1), out, run.rows.T, run.rows.S, op.heads, op.keyHeads, op.size)
    case 'head-results':
      return ({ run, weights, fast, in: at, out }) => {
        const panels = weights.matrix(op.weight, op.layout, op.heads * op.size, op.width)
        headProducts(run.machine, panels, op, at(0), out, run.rows.T, fast)
      }
    case 'sum-heads':
      return ({ run, weights, in: at, out, count }) => {
        const bias = op.bias === null ? 0 : weights.vector(op.bias)
        run.machine.kernels.sumHeads(at(0), bias, out, count / op.width, op.heads, op.width)
      }
    default:
      return null
  }
}

const centred = (norm: 'rms' | 'layer'): number => (norm === 'layer' ? 1 : 0)

/** From the panels where the table is placed for the logits, too; else its rows are copied from the store. */
function embed(run: Run, weights: PlacedWeights, name: string, out: number, count: number): void {
  const { ids } = run.call
  const width = count / ids.length
  const panels = weights.placed(name)
  if (panels && panels.inner === width) {
    run.machine.kernels.gather(panels.address, panels.stride, panels.bits, width, run.idsAt(), ids.length, out)
    return
  }
  weights.copyRows(name, width, ids, out)
}
