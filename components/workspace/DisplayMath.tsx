/* A formula on lines of its own, set smaller where it would run out of the column; what is still too wide is scrolled. */
'use client'
import { useLayoutEffect, useRef, type ReactNode } from 'react'

/** Smaller than this, indices could not be read. */
const SMALLEST = 0.72

export function DisplayMath({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  const place = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const fit = () => {
      element.style.fontSize = ''
      const share = element.clientWidth / element.scrollWidth
      if (share < 1) element.style.fontSize = `${Math.max(SMALLEST, Math.floor(share * 100) / 100)}em`
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(element.parentElement ?? element)
    void document.fonts.ready.then(fit)
    return () => watch.disconnect()
  }, [])
  return (
    <span ref={place} className={className}>
      {children}
    </span>
  )
}
