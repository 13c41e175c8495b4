/* Mathematics comes in a chunk of its own, asked for early where a notebook has some, so that no formula jumps into place. */
import type { Options } from 'react-markdown'

export type MathPlugins = Pick<Options, 'remarkPlugins' | 'rehypePlugins'>
let loaded: MathPlugins | null = null
let loading: Promise<MathPlugins> | null = null

export const mathLoaded = (): MathPlugins | null => loaded

export function loadMath(): Promise<MathPlugins> {
  loading ??= import('./math-plugins').then((plugins) => {
    loaded = plugins.mathPlugins
    return loaded
  })
  return loading
}
