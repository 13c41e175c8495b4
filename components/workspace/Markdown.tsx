/*
 * Markdown to an allow-listed tree of React elements: no raw HTML, no ids, no styles, no links but http, https and anchors.
 * Mathematics is loaded only where there is some.
 */
'use client'
import { useEffect, useMemo, useState, type ComponentProps, type ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkDirective from 'remark-directive'
import remarkGfm from 'remark-gfm'
import { loadMath, mathLoaded, type MathPlugins } from './math'
import { rehypePlain } from './rehype-plain'
import { remarkInlines } from './remark-inlines'
import { DisplayMath } from './DisplayMath'
import { InlineControl, InlineValue } from './Inline'

const ALLOWED = [
  'p',
  'em',
  'strong',
  'del',
  'code',
  'pre',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'hr',
  'br',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'aside',
  'inline-value',
  'inline-control',
  'span',
  'div',
  'math',
  'semantics',
  'annotation',
  'mrow',
  'mi',
  'mo',
  'mn',
  'mtext',
  'mfrac',
  'msub',
  'msup',
  'msubsup',
  'msqrt',
  'mroot',
  'mover',
  'munder',
  'munderover',
  'mtable',
  'mtr',
  'mtd',
  'mspace',
  'mstyle',
  'mpadded',
  'menclose',
  'svg',
  'path',
  'line',
]

export const safeUrl = (url: string): string => (/^(https?:\/\/|#|\/(?!\/)|\.{1,2}\/|mailto:)/i.test(url) ? url : '')

const COMPONENTS = {
  a: ({ href, children }: { readonly href?: string; readonly children?: ReactNode }) => (
    <a href={href ?? ''} {...(href?.startsWith('http') ? { target: '_blank', rel: 'noreferrer noopener' } : {})}>
      {children}
    </a>
  ),
  span: ({ className, style, children, 'aria-hidden': hidden }: ComponentProps<'span'>) =>
    className === 'katex-display' ? (
      <DisplayMath className={className}>{children}</DisplayMath>
    ) : (
      <span className={className} style={style} aria-hidden={hidden}>
        {children}
      </span>
    ),
  'inline-value': InlineValue,
  'inline-control': InlineControl,
} as Components

interface MarkdownProps {
  readonly text: string
  /** Prose of a notebook reads values and controls; help does not. */
  readonly inlines?: boolean
}

export function Markdown({ text, inlines = false }: MarkdownProps) {
  const hasMath = text.includes('$')
  const [math, setMath] = useState<MathPlugins | null>(mathLoaded)
  useEffect(() => {
    if (!hasMath || math) return
    let live = true
    void loadMath().then((plugins) => live && setMath(plugins))
    return () => {
      live = false
    }
  }, [hasMath, math])
  return useMemo(() => {
    // Until it is there, a formula keeps its place in plain letters.
    const withMath = hasMath ? math : null
    return (
      <ReactMarkdown
        remarkPlugins={[remarkGfm, ...(withMath?.remarkPlugins ?? []), ...(inlines ? [remarkDirective, remarkInlines] : [])]}
        rehypePlugins={[rehypePlain, ...(withMath?.rehypePlugins ?? [])]}
        components={COMPONENTS}
        allowedElements={ALLOWED}
        unwrapDisallowed
        urlTransform={safeUrl}
      >
        {text}
      </ReactMarkdown>
    )
  }, [text, inlines, hasMath, math])
}
