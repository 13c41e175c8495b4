/* The roof: styles, the theme before first paint, nothing else. */
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './tokens.css'
import '../components/ui/ui.css'
import '../components/viz/viz.css'
import '../components/controls/controls.css'
import '../components/text/text.css'
import '../components/canvas/canvas.css'
import '../components/canvas/frames.css'
import '../components/workspace/workspace.css'
import '../components/workspace/prose.css'
import '../components/workspace/inspector.css'
import '../components/workspace/models.css'
import '../components/workspace/notices.css'
import '../components/workspace/shelf.css'
import '../components/workspace/kinds.css'
import '../components/workspace/phone.css'

export const metadata: Metadata = {
  title: 'Vitrine',
  description: 'A glass case for language models: notebooks of live nodes over a real transformer, every tensor on show.',
  icons: { icon: '/icon.svg' },
}
export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#EEF2F0' },
    { media: '(prefers-color-scheme: dark)', color: '#0F1212' },
  ],
}

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
      </head>
      <body>{children}</body>
    </html>
  )
}
