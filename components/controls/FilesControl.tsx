/*
 * Files as texts in the notebook: dropped here, chosen, or pasted as text. What is too large for a notebook is told by name;
 * nothing is sent anywhere.
 */
'use client'
import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react'
import { Button, IconButton } from '../ui'
import type { InnerProps } from './inner-props'
import { base64Of, isBinary, isTooLarge, nameOf, sizeOf, withFiles, type NamedFile } from './files'
import type { Plain } from './schema'

const readFile = async (file: File): Promise<NamedFile> =>
  isBinary(file.name)
    ? { name: file.name, text: base64Of(new Uint8Array(await file.arrayBuffer())), binary: true }
    : { name: file.name, text: await file.text() }

export function FilesControl({ value, label, onChange }: InnerProps) {
  const files = Array.isArray(value) ? (value as readonly Plain[]) : []
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<readonly string[]>([])
  const add = (texts: readonly NamedFile[]): void => {
    const large = texts.filter(isTooLarge)
    setRefused(large.map(({ name, text }) => `${name} has ${sizeOf(text.length)}; a notebook holds texts of up to 2 MB.`))
    const kept = texts.filter((file) => !isTooLarge(file))
    if (kept.length > 0) onChange(withFiles(files, kept))
  }
  const read = async (given: Iterable<File>): Promise<void> => {
    add(await Promise.all(Array.from(given, readFile)))
  }
  const drop = (event: DragEvent): void => {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    void read(event.dataTransfer.files)
  }
  const drag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.stopPropagation()
    setOver(true)
  }
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain')
    if (text === '') return
    event.preventDefault()
    event.stopPropagation()
    add([{ name: 'pasted.txt', text }])
  }
  return (
    <span
      className={over ? 'files-control is-over' : 'files-control'}
      role="group"
      aria-label={label}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      {files.map((file, at) => (
        <span className="list-row" key={at}>
          <span className="mono files-name" title={nameOf(file)}>
            {nameOf(file)}
          </span>
          <IconButton icon="x" small label={`Remove ${nameOf(file)}`} onClick={() => onChange(files.filter((_, place) => place !== at))} />
        </span>
      ))}
      <span className="files-how">
        <Button look="plain" icon="upload" onClick={() => picker.current?.click()}>
          Choose files
        </Button>
        <span className="quiet">or drop, or paste text</span>
      </span>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-hidden
        accept=".txt,.md,.json,.jsonl,.csv,.tsv,.parquet,text/*"
        onChange={(event) => {
          void read(event.target.files ?? [])
          event.target.value = ''
        }}
      />
      {refused.map((sentence) => (
        <span className="refusal" role="status" key={sentence}>
          {sentence}
        </span>
      ))}
    </span>
  )
}
