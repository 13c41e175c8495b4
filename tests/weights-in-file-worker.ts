/* What the test of weights that stay in their file runs in a worker of a page: the same model from memory, from a file, and from the private files. */
import { blobSource, memorySource, openModel, privateStore, type FileSource, type Folder } from '../lib/engine'
import { keptSource } from '../lib/engine/hub/source'

let reads = 0
const scope = globalThis as unknown as { FileReaderSync: new () => { readAsArrayBuffer(part: Blob): ArrayBuffer } }
const Reader = scope.FileReaderSync
scope.FileReaderSync = class extends Reader {
  override readAsArrayBuffer(part: Blob): ArrayBuffer {
    reads++
    return super.readAsArrayBuffer(part)
  }
}

async function privateSource(bytes: Uint8Array): Promise<FileSource> {
  const storage = navigator.storage as unknown as { getDirectory(): Promise<Folder> }
  const store = privateStore(
    () => storage.getDirectory(),
    async () => null,
  )
  const digest = `sha256:${'0'.repeat(64)}`
  const key = `sha256-${'0'.repeat(64)}`
  const writer = await store.append(key, 0)
  await writer.write(bytes)
  await writer.close()
  await store.finish(key)
  const file = { name: 'primer.gguf', bytes: bytes.length, digest }
  const about = { host: '', id: 'us/primer', revision: 'main', commit: '', license: null, bytes: bytes.length }
  return { ...keptSource(store, { ...about, source: 'hub:us/primer', files: [file] }), only: 'primer.gguf' }
}

async function opened(source: FileSource) {
  reads = 0
  const model = await openModel(source, { backend: 'wasm' })
  const { tensors } = await model.forward({ ids: [0, 17, 403, 1021] })
  const placed = reads
  const row = model.weight('model.layers.1.mlp.down_proj.weight').data.slice(0, 32)
  return { digest: model.digest, logits: [...tensors.get('logits')!.data.subarray(-64)], row: [...row], placed, again: reads - placed }
}

addEventListener('message', async ({ data }: MessageEvent<string>) => {
  const bytes = new Uint8Array(await (await fetch(data)).arrayBuffer())
  const file = new File([bytes], 'primer.gguf')
  const only = { only: 'primer.gguf' }
  postMessage({
    memory: await opened({ ...memorySource('primer', { 'primer.gguf': bytes }), ...only }),
    file: await opened(blobSource('primer', [{ path: 'primer.gguf', blob: file }])),
    kept: await opened(await privateSource(bytes)),
  })
})
