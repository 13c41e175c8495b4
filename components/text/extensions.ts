/* How the editor of a large text behaves: as a plain field of the page does, wherever that is possible. */
import { history, historyKeymap, insertNewline, standardKeymap } from '@codemirror/commands'
import { search } from '@codemirror/search'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, type KeyBinding } from '@codemirror/view'
import { findKeys, findPanel } from './find-panel'

export interface Doors {
  readonly ownUndo: boolean
  readonly onBlur: () => void
  readonly onEscape: () => void
}

/** Enter takes over no indentation, as in a field. */
const keys: readonly KeyBinding[] = standardKeymap.map((binding) =>
  binding.key === 'Enter' ? { key: 'Enter', run: insertNewline, shift: insertNewline } : binding,
)

/** Without a selection the library would take the whole line, which may be all of the text. */
const nothingChosen = (_: ClipboardEvent, view: EditorView): boolean => view.state.selection.main.empty

export const editing = ({ ownUndo, onBlur, onEscape }: Doors): Extension => [
  EditorView.lineWrapping,
  history(),
  search({ top: true, createPanel: findPanel }),
  Prec.high(
    EditorView.domEventHandlers({
      copy: nothingChosen,
      cut: nothingChosen,
      // Files are the page's: it says what can be opened.
      drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0,
      keydown: (event) => {
        if (event.key === 'Escape' && !event.isComposing) onEscape()
        return false
      },
    }),
  ),
  EditorView.focusChangeEffect.of((_, focusing) => {
    if (!focusing) onBlur()
    return null
  }),
  keymap.of([...findKeys, ...(ownUndo ? historyKeymap : []), ...keys]),
]

export const named = (label: string, disabled: boolean): Extension => [
  EditorView.contentAttributes.of({ 'aria-label': label, ...(disabled ? { 'aria-disabled': 'true' } : { tabindex: '0' }) }),
  EditorView.editable.of(!disabled),
  EditorState.readOnly.of(disabled),
]
