/* A line icon by its lucide name, 16 or 14 px. Decorative: names for screen readers stand on what carries it. */
'use client'
import { useEffect, useState } from 'react'
import { findIcon, ICONS, type IconDrawing } from './icon-set'

export function Icon({ name, small = false }: { readonly name: string; readonly small?: boolean }) {
  const [found, setFound] = useState<IconDrawing | null>(null)
  const known = ICONS[name]
  useEffect(() => {
    if (known) return
    let live = true
    void findIcon(name).then((drawing) => live && setFound(() => drawing))
    return () => {
      live = false
    }
  }, [name, known])
  const Drawing = known ?? found
  const size = small ? 14 : 16
  // An icon not yet loaded keeps its place, so nothing moves when it comes.
  if (!Drawing) return <span className={small ? 'icon s' : 'icon'} aria-hidden />
  return <Drawing className={small ? 'icon s' : 'icon'} size={size} strokeWidth={2} aria-hidden />
}
