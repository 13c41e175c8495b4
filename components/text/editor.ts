/* The editor of a large text: text in, text out. Fetched by itself (load.ts), since the library behind it is large too. */
import { Compartment, EditorState, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { editing, named, type Doors } from './extensions'
import type { Handed } from './hand'
import { changeBetween, plainEnds } from './large'

export interface EditorWishes extends Doors {
  readonly text: string
  readonly label: string
  readonly disabled: boolean
  /** Focus, selection and past of the place that the text comes from. */
  readonly given: Handed | null
  readonly onChange: (text: string) => void
}

export interface OpenEditor {
  /** A text that came from elsewhere. Only what differs is replaced, so that all else stays in place. */
  show(text: string): void
  look(label: string, disabled: boolean): void
  focus(): void
  handOver(): Handed
  close(): void
}

/** Changes that the owner of the text knows of. */
const isKnown = Transaction.remote

export function openEditor(parent: HTMLElement, wishes: EditorWishes): OpenEditor {
  const { label, disabled, given, onChange } = wishes
  let held = plainEnds(given?.before ?? wishes.text)
  const looks = new Compartment()
  const told = EditorView.updateListener.of((update) => {
    if (!update.docChanged || update.transactions.some((each) => each.annotation(isKnown))) return
    held = update.state.doc.toString()
    onChange(held)
  })
  const extensions = [looks.of(named(label, disabled)), editing(wishes), told]
  const view = new EditorView({ state: EditorState.create({ doc: held, extensions }), parent })
  const put = (text: string, undone: boolean): number | null => {
    const plain = plainEnds(text)
    const change = changeBetween(held, plain)
    if (!change) return null
    held = plain
    view.dispatch({ changes: change, annotations: [isKnown.of(true), Transaction.addToHistory.of(undone)] })
    return change.from + change.insert.length
  }
  const choose = (anchor: number, head: number, scrollIntoView: boolean) => {
    const most = view.state.doc.length
    view.dispatch({ selection: { anchor: Math.min(anchor, most), head: Math.min(head, most) }, scrollIntoView })
  }
  put(wishes.text, true)
  choose(given?.anchor ?? held.length, given?.head ?? held.length, given?.focused ?? false)
  return {
    show(text) {
      const end = put(text, false)
      if (end !== null && view.hasFocus) choose(end, end, true)
    },
    look: (name, off) => view.dispatch({ effects: looks.reconfigure(named(name, off)) }),
    focus: () => view.focus(),
    handOver: () => ({ anchor: view.state.selection.main.anchor, head: view.state.selection.main.head, focused: view.hasFocus }),
    close: () => view.destroy(),
  }
}
