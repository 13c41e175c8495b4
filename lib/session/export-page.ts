/*
 * A notebook as one page of HTML that needs nothing else and runs nothing: its words, its last pictures as SVG, its results
 * and the file itself. Everything that comes from the notebook is escaped; Markdown beyond the plainest is left as written.
 */
import { findDirectives, graphOf, type Block, type Notebook } from '../notebook'
import { panelToSvg } from '../viz/svg'
import type { NodeView } from './types'

type View = (id: string) => NodeView | null

const STYLE =
  'body{font:16px/1.5 Charter,Cambria,Georgia,serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1d1d1b;background:#fdfcf9}' +
  'figure{margin:1.5rem 0;overflow-x:auto}figcaption,summary{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;color:#5c5a54}' +
  'pre,code{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}svg{max-width:100%;height:auto}'
/** No script, no address but what is in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

export function exportedPage(notebook: Notebook, source: string, results: string, view: View): string {
  const title = escaped(notebook.title)
  const parts = notebook.blocks.map((block) => blockHtml(block, notebook, view))
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body>`,
    `<h1>${title}</h1>`,
    ...parts,
    `<details><summary>The notebook as a file</summary><pre data-notebook>${escaped(source)}</pre></details>`,
    `<details><summary>What its nodes gave</summary><pre data-results>${escaped(results)}</pre></details>`,
    '</body></html>',
    '',
  ].join('\n')
}

function blockHtml(block: Block, notebook: Notebook, view: View): string {
  if (block.type === 'prose') return proseHtml(withValues(block.text, view))
  if (block.type === 'graph') {
    const nodes = [...graphOf(notebook).values()].filter((node) => block.entries.some((entry) => entry.id === node.id))
    return nodes.map((node) => nodeHtml(node.id, node.kind, view(node.id))).join('\n')
  }
  if (block.type === 'view')
    return figure(block.view.caption || (block.view.target ?? ''), pictures(view((block.view.target ?? '').split('.')[0] ?? '')))
  return ''
}

function nodeHtml(id: string, kind: string, seen: NodeView | null): string {
  const head = `${id} · ${kind}${seen && seen.state !== 'fresh' ? ` · ${seen.state}` : ''}`
  if (seen?.error) return figure(head, `<p>${escaped(seen.error.message)}</p>`)
  const drawn = pictures(seen)
  const said = Object.entries(seen?.outputs ?? {}).map(
    ([port, output]) => `<p><code>${escaped(port)}</code> ${escaped(output.summary)}</p>`,
  )
  return figure(head, drawn === '' ? said.join('') : drawn)
}
const figure = (caption: string, inside: string): string =>
  inside === '' ? `<p><code>${escaped(caption)}</code></p>` : `<figure>${inside}<figcaption>${escaped(caption)}</figcaption></figure>`
const pictures = (seen: NodeView | null): string => (seen?.panels ?? []).map((panel) => panelToSvg(panel, { margin: 8 })).join('\n')

/** `:value[node.port]` as what it last was. */
function withValues(text: string, view: View): string {
  let out = ''
  let done = 0
  for (const { kind, node, name, start, end } of findDirectives(text)) {
    const output = kind === 'value' ? view(node)?.outputs[name] : undefined
    out += text.slice(done, start) + (output ? output.summary : `${node}.${name}`)
    done = end
  }
  return out + text.slice(done)
}

/** Headings, lists and paragraphs; inside them bold, italics and code. */
function proseHtml(text: string): string {
  return text
    .split(/\n[ \t]*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const heading = /^(#{1,6})[ \t]+(.*)$/.exec(part.trim())
      if (heading)
        return `<h${Math.min(6, (heading[1] ?? '').length + 1)}>${inline(heading[2] ?? '')}</h${Math.min(6, (heading[1] ?? '').length + 1)}>`
      if (/^\s*(?:```|~~~|\$\$)/.test(part)) return `<pre>${escaped(part)}</pre>`
      const items = part.split('\n')
      if (items.every((line) => /^[-*] /.test(line))) return `<ul>${items.map((line) => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`
      return `<p>${inline(part)}</p>`
    })
    .join('\n')
}
const inline = (text: string): string =>
  escaped(text)
    .replace(/`([^`\n]{1,500})`/g, '<code>$1</code>')
    .replace(/\*\*([^*\n]{1,500})\*\*/g, '<b>$1</b>')
    .replace(/\*([^*\n]{1,500})\*/g, '<i>$1</i>')

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark)
