/* Says a sentence to screen readers, politely: one live region for the page, made when first needed. */
'use client'
let region: HTMLElement | null = null

export function announce(sentence: string): void {
  if (!region) {
    region = document.createElement('div')
    region.className = 'sr-only'
    region.setAttribute('role', 'status')
    region.setAttribute('aria-live', 'polite')
    document.body.append(region)
  }
  region.textContent = sentence
}
