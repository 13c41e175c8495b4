/* The weights of a model in the machine's memory, each once: matrices as panels, vectors as they are. Read from the store when first needed. */
import { buildProgram } from '../../models'
import type { Op } from '../../ir/program'
import type { ModelParts } from '../backend'
import type { WeightStore } from '../../weights'
import { heldBits, heldCodes } from './held-codes'
import type { Machine } from './machine'
import { bitsFor, codesOf, panelBytes, panelStride, writeCodePanels, writeFloatPanels, type PanelBits, type Panels } from './panels'

type Linear = Extract<Op, { op: 'linear' }>

export class PlacedWeights {
  private readonly matrices = new Map<string, Panels>()
  private readonly vectors = new Map<string, number>()

  constructor(
    private readonly machine: Machine,
    private readonly store: WeightStore,
  ) {}

  /** Places all matrices of linear layers, so that memory grows once. */
  placeAll(parts: ModelParts): void {
    const linear = new Map<string, Linear>()
    for (const op of buildProgram(parts.family, parts.spec).ops) if (op.op === 'linear') linear.set(op.weight, op)
    const all = [...linear.values()]
    const bytes = all.reduce((sum, { weight, inner, outer }) => sum + panelBytes(this.bitsOf(weight), inner, outer) + 64, 0)
    this.machine.heap.reserve(bytes)
    for (const { weight, layout, inner, outer } of all) this.matrix(weight, layout, inner, outer)
  }

  /** Of all matrices that are placed: what a token reads. */
  get weightBytes(): number {
    return [...this.matrices.values()].reduce((sum, { bits, inner, outer }) => sum + panelBytes(bits, inner, outer), 0)
  }

  /** How many bits the kernels read a matrix with. */
  bitsOf(name: string): PanelBits {
    const packed = this.store.packed(name)
    if (packed) return bitsFor(packed)
    const held = this.store.held?.(name)
    return held ? heldBits(held) : 32
  }

  matrix(name: string, layout: 'out-in' | 'in-out', inner: number, outer: number): Panels {
    const known = this.matrices.get(name)
    if (known) return known
    const bits = this.bitsOf(name)
    const { heap } = this.machine
    const address = heap.take(panelBytes(bits, inner, outer))
    const panels: Panels = { address, bits, inner, outer, stride: panelStride(bits, inner) }
    if (bits === 32) {
      const to = heap.floats.subarray(address / 4, address / 4 + panelBytes(32, inner, outer) / 4)
      writeFloatPanels(to, this.numbers(name), inner, outer, layout === 'in-out')
    } else {
      const packed = this.store.packed(name)
      writeCodePanels(heap.bytes, address, bits, packed ? codesOf(packed) : heldCodes(this.store.held!(name)!))
    }
    this.matrices.set(name, panels)
    return panels
  }

  /** A matrix that is here already, whatever it was placed for. */
  placed(name: string): Panels | undefined {
    return this.matrices.get(name)
  }

  /** Rows of a table that is not placed, to an address. */
  copyRows(name: string, width: number, ids: readonly number[], to: number): void {
    const { data } = this.store.byName(name)
    const { floats } = this.machine.heap
    for (const [row, id] of ids.entries()) floats.set(data.subarray(id * width, (id + 1) * width), to / 4 + row * width)
  }

  /** Address of a vector, each number raised by `offset`. */
  vector(name: string, offset = 0): number {
    const key = `${name} ${offset}`
    const known = this.vectors.get(key)
    if (known !== undefined) return known
    const values = this.numbers(name)
    const address = this.machine.heap.take(values.byteLength)
    const to = this.machine.heap.floats
    for (let i = 0; i < values.length; i++) to[address / 4 + i] = values[i]! + offset
    this.vectors.set(key, address)
    return address
  }

  /** They lie in the machine from now on: nobody needs a widened copy again. */
  private numbers(name: string): Float32Array {
    return this.store.once?.(name) ?? this.store.get(name)
  }
}
