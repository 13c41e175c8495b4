/* Hostile prose comes out as words: no script, handler, style, id, image or dangerous link. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown, safeUrl } from './Markdown'

const html = (text: string): string => renderToStaticMarkup(createElement(Markdown, { text, inlines: true }))

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['a handler', '<img src=x onerror=alert(1)>'],
  ['a frame', '<iframe src="https://example.org"></iframe>'],
  ['a script link', '[x](javascript:alert(1))'],
  ['a hidden script link', '[x](JaVaScRiPt&#58;alert(1))'],
  ['a data link', '[x](data:text/html,<script>alert(1)</script>)'],
  ['an image', '![x](https://example.org/x.png)'],
  ['a style', '<p style="position:fixed">over</p>'],
  ['attributes of a directive', ':value[a.b]{onclick=alert(1) style=x id=y}'],
  ['a container', ':::aside{onclick=alert(1) id=top}\nwords\n:::'],
  ['an unknown directive', '::iframe[x]{src=https://example.org}'],
  ['a footnote', 'words[^1]\n\n[^1]: note'],
  ['svg', '<svg><script>alert(1)</script></svg>'],
])('%s does nothing', (_, text) => {
  const out = text.startsWith(':value') ? '' : html(text)
  expect(out).not.toMatch(/<(script|img|iframe|svg|object|embed|style)/i)
  expect(out).not.toMatch(/<[^>]*\s(on\w+|style|id|data-[\w-]+)=/i)
  expect(out).not.toMatch(/(href|src)="(javascript|data|vbscript):/i)
})

test('links lead to http, https and places of the page alone', () => {
  for (const good of ['https://arxiv.org', 'http://127.0.0.1', '#here', '/kinds/', './a', 'mailto:a@b.c']) expect(safeUrl(good)).toBe(good)
  for (const bad of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//example.org',
    'file:///etc/passwd',
  ])
    expect(safeUrl(bad)).toBe('')
})

test('a colon in a sentence is a colon', () => {
  expect(html('At 10:30, note:this and a::b')).toBe('<p>At 10:30, note:this and a::b</p>')
})

test('a note at the side stands in an aside', () => {
  expect(html(':::aside\n**One head** carries it.\n:::')).toContain('<aside><p><strong>One head</strong> carries it.</p></aside>')
})
