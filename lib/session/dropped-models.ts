/*
 * Model files dropped on the page, made known to its workers on a channel of their own: a worker that was started later, or anew after it
 * died, asks for what it missed. Only handles travel, no bytes.
 */
import type { GivenFile, NamedBlob } from '../engine'
import { EngineFailure } from '../engine/types'

const CHANNEL = 'vitrine.model-files'

type Word =
  | { readonly say: 'files'; readonly name: string; readonly files: readonly GivenFile[] }
  /** Who has files, say so again. */
  | { readonly say: 'which' }

let given: Map<string, readonly GivenFile[]> | null = null
let channel: BroadcastChannel | null = null

/** The page's side. */
export function announceFiles(name: string, files: readonly GivenFile[]): void {
  given ??= new Map()
  given.set(name, files)
  channel ??= answering()
  channel.postMessage({ say: 'files', name, files } satisfies Word)
}

function answering(): BroadcastChannel {
  const made = new BroadcastChannel(CHANNEL)
  made.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.say === 'which') for (const [name, files] of given ?? []) made.postMessage({ say: 'files', name, files } satisfies Word)
  }
  return made
}

/** The worker's side. */
export function hearFiles(hear: (name: string, files: readonly GivenFile[]) => void): void {
  if (typeof BroadcastChannel === 'undefined') return
  const made = new BroadcastChannel(CHANNEL)
  made.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.say === 'files') hear(data.name, data.files)
  }
  made.postMessage({ say: 'which' } satisfies Word)
}

interface PickedFile extends NamedBlob {
  /** `my model/1_Pooling/config.json`, where a folder was picked. */
  readonly webkitRelativePath?: string
}

/** Dropped or picked files with their paths below the folder they came in, and the name that `source` will say. */
export function givenFiles(picked: readonly PickedFile[]): { readonly name: string; readonly files: readonly GivenFile[] } {
  const files = picked.map((blob) => ({ path: blob.webkitRelativePath?.split('/').slice(1).join('/') || blob.name, blob }))
  const [first] = files
  if (first && files.length === 1 && /\.(gguf|onnx)$/i.test(first.path)) return { name: first.path, files }
  if (files.some(({ path }) => path === 'config.json'))
    return { name: picked[0]!.webkitRelativePath?.split('/')[0] || 'dropped model', files }
  throw new EngineFailure(
    'unknown-format',
    `${files.length === 1 ? first!.path : `These ${files.length} files`} cannot be opened as a model.`,
    'Drop one .gguf or .onnx file, or the folder with config.json, model.safetensors and tokenizer.json.',
  )
}
