/* Hands the browser a file to keep; works also where nothing can be stored. */
import type { Exported } from '../../lib/session/types'

export function downloadText(text: string, name: string): void {
  download({ name, type: 'text/markdown', bytes: new TextEncoder().encode(text) })
}

export function download({ name, type, bytes }: Exported): void {
  downloadBlob(name, new Blob([bytes.slice()], { type }))
}

/** A Blob of the worker goes without being read. */
export function downloadBlob(name: string, file: Blob): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
