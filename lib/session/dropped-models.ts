/*
 * Model files dropped on the page, made known to its workers on a channel of their own: a worker that was started later, or anew after it
 * died, asks for what it missed. Only handles travel, no bytes.
 */
import type { GivenFile, NamedBlob } from '../engine'
import { ggufModels, partName } from '../engine/gguf/part-names'
import { chooseOnnx } from '../engine/onnx/beside'
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
  const folder = picked[0]?.webkitRelativePath?.split('/')[0] || null
  const paths = files.map(({ path }) => path)
  // A configuration of Hugging Face with its weights says most; GGUF files and ONNX files may have it beside them, too.
  if (paths.includes('config.json') && paths.some((path) => path.endsWith('.safetensors')))
    return { name: folder ?? 'dropped model', files }
  const file = modelFile(folder ?? 'This drop', paths)
  if (file !== null) return { name: folder === null ? file : `${folder}/${file}`, files }
  if (paths.includes('config.json')) return { name: folder ?? 'dropped model', files }
  throw new EngineFailure(
    'unknown-format',
    `${files.length === 1 ? paths[0]! : `These ${files.length} files`} cannot be opened as a model.`,
    'Drop a .gguf file (all of its parts), an .onnx file with its tokenizer.json, or the folder with config.json, model.safetensors and tokenizer.json.',
  )
}

/** The one GGUF or ONNX file among them that is the model: of a GGUF file in parts, its name without the numbers. */
function modelFile(name: string, paths: readonly string[]): string | null {
  const models = ggufModels(paths)
  const [first, second] = models
  if (!first) return chooseOnnx(name, paths)
  if (!second) return partName(first.file) ? `${partName(first.file)!.whole}.gguf` : first.file
  throw new EngineFailure(
    'several-models',
    `${name} holds ${models.length} GGUF models: ${models
      .slice(0, 4)
      .map(({ whole }) => whole)
      .join(', ')}${models.length > 4 ? ' …' : ''}.`,
    'Drop one of them.',
  )
}
