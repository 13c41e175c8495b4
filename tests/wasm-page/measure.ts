/*
 * Goldens on our kernels, in a worker of a page and in Node alike: how far each is off, and digests of every tensor, so that both
 * can be held against each other to the bit.
 */
import { httpSource, openModel, quantizeModel, type EngineTensor, type LoadedModel } from '../../lib/engine'
import { configureWasm } from '../../lib/engine/backends/wasm'
import { digestBytes } from '../../lib/engine/digest'
import { judgeGolden, readJson } from '../golden-judge'

export interface Task {
  readonly addresses: readonly string[]
  readonly threads: number
  /** Which build the settings lead to; `relaxed` is what `fast` takes. */
  readonly build: 'simd' | 'relaxed'
  /** Matrices packed to so many bits and read with whole-number activations; null: as the file has them. */
  readonly bits: 8 | 4 | null
}

export interface Found {
  readonly address: string
  readonly worst: number
  readonly hook: string
  readonly compared: number
  /** What the model says computed it. */
  readonly reason: string
  /** By tensor. */
  readonly digests: Readonly<Record<string, string>>
  readonly failed?: string
}

class Digests {
  readonly all: Record<string, string> = {}
  readonly see = async (name: string, { data }: EngineTensor): Promise<void> => {
    this.all[name] = await digestBytes(new Uint8Array(data.slice().buffer))
  }
}

/** Token by token, which goes another way through the kernels. */
async function decode(model: LoadedModel, ids: readonly number[], digests: Digests): Promise<void> {
  const decoder = await model.decoder()
  for (const [from, to] of [[0, 3], ...ids.slice(3).map((_, i) => [3 + i, 4 + i])] as [number, number][]) {
    const data = await decoder.step(ids.slice(from, to))
    await digests.see(`token ${to} decoded`, { data, shape: [data.length], dims: ['V'] })
  }
  decoder.dispose()
}

async function one(address: string, { build, bits }: Task): Promise<Found> {
  const plain = await openModel(httpSource(`${address}/`, address), { backend: 'wasm', fast: build === 'relaxed' || bits !== null })
  const model = bits === null ? plain : await quantizeModel(plain, { scheme: 'absmax', bits, per: 'group', group: 32 })
  const digests = new Digests()
  try {
    const judged = await judgeGolden(model, address, digests.see)
    const ids: number[] = (await readJson(`${address}/case.json`)).inputs.input_ids
    if (model.spec.causal) await decode(model, ids, digests)
    return { address, ...judged, reason: model.backendReason, digests: digests.all }
  } finally {
    model.dispose()
    plain.dispose()
  }
}

export async function measure(task: Task): Promise<readonly Found[]> {
  configureWasm({ threads: task.threads, relaxed: task.build === 'relaxed' })
  const found: Found[] = []
  for (const address of task.addresses)
    found.push(
      await one(address, task).catch((cause: unknown) => {
        const failed = cause instanceof Error ? cause.message : String(cause)
        return { address, worst: Infinity, hook: '', compared: 0, reason: '', digests: {}, failed }
      }),
    )
  return found
}
