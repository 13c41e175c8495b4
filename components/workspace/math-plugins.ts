/* Mathematics in prose, in a chunk of its own: KaTeX is large and most notebooks' first screens do without. */
import 'katex/dist/katex.min.css'
import rehypeKatex from 'rehype-katex'
import remarkMath from 'remark-math'
import { remarkDisplayMath } from './remark-inlines'
import type { Options } from 'react-markdown'

export const mathPlugins: Pick<Options, 'remarkPlugins' | 'rehypePlugins'> = {
  remarkPlugins: [remarkMath, remarkDisplayMath],
  // `trust` off: no links, images or HTML out of a formula; a formula that does not parse is shown as it was typed.
  rehypePlugins: [[rehypeKatex, { trust: false, strict: 'ignore', throwOnError: false, errorColor: 'var(--state-error)', maxExpand: 200 }]],
}
