/* Copies of nodes as file text: on the clipboard, and kept here where a page may not read it. */
import type { Session } from '../../lib/session/types'
import { memberOf } from './members'

let last = ''

/** Nodes that stand in a region which is copied too come along with it. */
export function outermost(session: Session, ids: readonly string[]): readonly string[] {
  const chosen = new Set(ids)
  return ids.filter((id) => !(memberOf(session.notebook(), id)?.path ?? []).some((region) => chosen.has(region)))
}

export function putOnClipboard(text: string): void {
  last = text
  void navigator.clipboard?.writeText(text).catch(() => undefined)
}

export async function takeFromClipboard(): Promise<string> {
  try {
    return (await navigator.clipboard.readText()) || last
  } catch {
    return last
  }
}
