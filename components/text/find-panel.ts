/* Finding words in a large text. The browser finds only what is drawn, so the editor answers its keys with a line of its own. */
import { closeSearchPanel, findNext, findPrevious, getSearchQuery, openSearchPanel, SearchQuery, setSearchQuery } from '@codemirror/search'
import { runScopeHandlers, type EditorView, type KeyBinding, type Panel } from '@codemirror/view'

/** The library would choose all of a field that it knows, and the next letter typed would take the place of those before. */
function openLine(view: EditorView): boolean {
  openSearchPanel(view)
  view.dom.querySelector<HTMLInputElement>('.find-line input')?.select()
  return true
}

export const findKeys: readonly KeyBinding[] = [
  { key: 'Mod-f', run: openLine, scope: 'editor search-panel', preventDefault: true },
  { key: 'F3', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
]

function button(words: string, sign: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'btn plain icon-only small-hit'
  made.title = words
  made.setAttribute('aria-label', words)
  made.textContent = sign
  made.onclick = act
  return made
}

function input(view: EditorView): HTMLInputElement {
  const made = document.createElement('input')
  made.value = getSearchQuery(view.state).search
  made.placeholder = 'Find'
  made.setAttribute('aria-label', 'Find in this text')
  made.spellcheck = false
  made.autocomplete = 'off'
  return made
}

export function findPanel(view: EditorView): Panel {
  const field = input(view)
  const seek = (step: (view: EditorView) => boolean) => {
    field.setAttribute('aria-invalid', String(field.value !== '' && !step(view)))
  }
  // From where the last match began: a longer word may still be found there.
  field.oninput = () => {
    const effects = setSearchQuery.of(new SearchQuery({ search: field.value, literal: true }))
    view.dispatch({ effects, selection: { anchor: view.state.selection.main.from } })
    seek(findNext)
  }
  const close = () => {
    closeSearchPanel(view)
    view.focus()
  }
  const dom = document.createElement('div')
  dom.className = 'find-line'
  dom.append(
    field,
    button('The one before', '↑', () => seek(findPrevious)),
    button('The next one', '↓', () => seek(findNext)),
    button('Close', '×', close),
  )
  dom.onkeydown = (event) => {
    // None of these keys is the sheet's.
    event.stopPropagation()
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === field) seek(event.shiftKey ? findPrevious : findNext)
    else if (!runScopeHandlers(view, event, 'search-panel')) return
    event.preventDefault()
  }
  return { dom, top: true }
}
