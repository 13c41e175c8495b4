/* System, light, dark: one button that goes round. */
'use client'
import { IconButton } from '../ui'
import { setTheme, useTheme, type Theme } from './use-theme'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS: Record<Theme, string> = { system: 'sun-moon', light: 'sun', dark: 'moon' }
const WORDS: Record<Theme, string> = { system: 'Light as the system', light: 'Light', dark: 'Dark' }

export function ThemeSwitch() {
  const theme = useTheme()
  return (
    <IconButton
      icon={ICONS[theme]}
      label={`${WORDS[theme]}; change to ${WORDS[NEXT[theme]].toLowerCase()}`}
      onClick={() => setTheme(NEXT[theme])}
    />
  )
}
