/* Whether a GPU can compute here, asked of WebGPU and said in words; and whether it was lost since. */

/** The little of WebGPU that is used; the DOM's types may lack it. */
interface Adapter {
  readonly info?: {
    readonly vendor?: string
    readonly architecture?: string
    readonly description?: string
    readonly isFallbackAdapter?: boolean
  }
}
interface Gpu {
  requestAdapter(): Promise<Adapter | null>
}
export interface GpuDevice {
  readonly lost: Promise<{ readonly message: string }>
}

export interface GpuAnswer {
  readonly found: boolean
  /** It computes on the processor: right, and slower than WebAssembly. */
  readonly software: boolean
  /** Name of the adapter, or why there is none. */
  readonly words: string
}

const none = (words: string): GpuAnswer => ({ found: false, software: false, words })

let lostWords: string | null = null
let tellLost: (words: string) => void = () => {}
const losing = new Promise<string>((resolve) => (tellLost = resolve))

export async function askForGpu(): Promise<GpuAnswer> {
  if (lostWords !== null) return none(lostWords)
  const gpu = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu
  if (!gpu) return none('no WebGPU here')
  try {
    const adapter = await gpu.requestAdapter()
    return adapter ? described(adapter) : none('no WebGPU adapter')
  } catch (cause) {
    return none(`WebGPU gives no adapter: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function described({ info }: Adapter): GpuAnswer {
  const name = info?.description || [info?.vendor, info?.architecture].filter(Boolean).join(' ') || 'unnamed adapter'
  const software = info?.isFallbackAdapter === true || /swiftshader|llvmpipe|basic render/i.test(`${name} ${info?.architecture ?? ''}`)
  return { found: true, software, words: software ? `${name}, in software` : name }
}

/** A lost GPU never comes back to the sessions it had. */
export function watchGpu(device: GpuDevice): void {
  void device.lost.then(({ message }) => {
    lostWords = `the GPU was lost${message ? ` (${message.trim().replace(/\.$/, '')})` : ''}`
    tellLost(lostWords)
  })
}

export const gpuLost = (): string | null => lostWords

/** Ends with an error when the GPU is lost before the work is done, which may then never end. */
export function unlessLost<T>(work: Promise<T>): Promise<T> {
  const lost = losing.then((words): never => {
    throw new Error(words)
  })
  return Promise.race([work, lost])
}
