/*
 * Model files dropped on the page, made known to its workers on a channel of their own: a worker that was started later, or anew after it
 * died, asks for what it missed. Only handles travel, no bytes.
 */
import type { NamedBlob } from '../engine'
import { EngineFailure } from '../engine/types'

const CHANNEL = 'vitrine.model-files'

type Word =
  | { readonly say: 'files'; readonly name: string; readonly files: readonly NamedBlob[] }
  /** Who has files, say so again. */
  | { readonly say: 'which' }

let given: Map<string, readonly NamedBlob[]> | null = null
let channel: BroadcastChannel | null = null

/** The page's side. */
export function announceFiles(name: string, files: readonly NamedBlob[]): void {
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
export function hearFiles(hear: (name: string, files: readonly NamedBlob[]) => void): void {
  if (typeof BroadcastChannel === 'undefined') return
  const made = new BroadcastChannel(CHANNEL)
  made.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.say === 'files') hear(data.name, data.files)
  }
  made.postMessage({ say: 'which' } satisfies Word)
}

/** A GGUF file keeps its name; of a folder it is the folder's. */
export function droppedName(files: readonly { readonly name: string; readonly webkitRelativePath?: string }[]): string {
  const gguf = files.filter(({ name }) => name.toLowerCase().endsWith('.gguf'))
  if (files.length === 1 && gguf.length === 1) return gguf[0]!.name
  const names = new Set(files.map(({ name }) => name))
  if (!names.has('config.json')) {
    throw new EngineFailure(
      'unknown-format',
      `${files.length === 1 ? files[0]!.name : `These ${files.length} files`} cannot be opened as a model.`,
      'Drop one .gguf file, or the folder with config.json, model.safetensors and tokenizer.json.',
    )
  }
  return files[0]!.webkitRelativePath?.split('/')[0] || 'dropped model'
}
