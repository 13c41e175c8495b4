/* Model files from this machine: chosen, or dropped here. They are read where they lie and open for as long as the page is. */
'use client'
import { useRef, useState, type DragEvent } from 'react'
import { Button, Icon } from '../../ui'
import { useSpot } from '../spot'
import { bytesWords } from './bytes'
import { filesOf } from './dropped-files'
import { sentenceOf } from './downloads'
import { openFiles, openedFiles } from './opened-files'
import { UseButton } from './UseButton'

interface FilesHereProps {
  readonly current: string | null
  readonly onUse: ((source: string) => void) | null
}

/** React does not know the attribute; browsers do. */
const WHOLE_FOLDER = { webkitdirectory: '' }

export function FilesHere({ current, onUse }: FilesHereProps) {
  const opened = useSpot(openedFiles)
  const [why, setWhy] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return
    try {
      const name = openFiles(files)
      setWhy(null)
      onUse?.(name)
    } catch (cause) {
      setWhy(sentenceOf(cause))
    }
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    void filesOf(event.dataTransfer).then(take, (cause: unknown) => setWhy(sentenceOf(cause)))
  }
  const drag = (event: DragEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    setOver(true)
  }
  return (
    <section aria-label="From files">
      <div className="block-title">From files</div>
      <ul className="model-list">
        {opened.map(({ name, bytes, count }) => (
          <li className="model-row" key={name}>
            <span className="model-name mono">{name}</span>
            <span className="small quiet">
              open on this page, {count === 1 ? '' : `${count} files, `}
              {bytesWords(bytes)}
            </span>
            <span className="grow" />
            <UseButton source={name} isUsed={name === current} onUse={onUse} />
          </li>
        ))}
      </ul>
      <div className={over ? 'model-drop is-over' : 'model-drop'} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
        <Icon name="download" />
        <span className="small second grow">
          Drop a .gguf file (or all parts of one), an .onnx file with its tokenizer.json, or a folder with config.json, model.safetensors
          and tokenizer.json. Nothing is copied or sent.
        </span>
        <Button onClick={() => file.current?.click()}>Choose files</Button>
        <Button onClick={() => folder.current?.click()}>Choose a folder</Button>
      </div>
      {why && (
        <p className="small s-error" role="status">
          {why}
        </p>
      )}
      <Picker of={file} label="Model files" onPick={take} />
      <Picker of={folder} label="Model folder" onPick={take} {...WHOLE_FOLDER} />
    </section>
  )
}

interface PickerProps {
  readonly of: React.RefObject<HTMLInputElement | null>
  readonly label: string
  readonly onPick: (files: readonly File[]) => void
}
const Picker = ({ of, label, onPick, ...rest }: PickerProps) => (
  <input
    {...rest}
    ref={of}
    type="file"
    multiple
    hidden
    aria-label={label}
    onChange={(event) => {
      onPick(Array.from(event.target.files ?? []))
      event.target.value = ''
    }}
  />
)
