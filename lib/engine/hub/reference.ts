/* `hub:owner/name@revision#file.gguf`, read strictly: these words become parts of an address. */
import { EngineFailure } from '../types'
import type { HubReference } from './types'

const FORM = /^hub:([\w-][\w.-]*\/[\w-][\w.-]*)(?:@([\w-][\w./-]*))?(?:#([\w-][\w./-]*))?$/

export const isHubSource = (source: string): boolean => source.startsWith('hub:')

export function readReference(source: string): HubReference {
  const [, id, revision, file] = FORM.exec(source.trim()) ?? []
  const steps = [...(revision ?? '').split('/'), ...(file ?? '').split('/')]
  if (id === undefined || source.length > 400 || steps.includes('..') || steps.includes('.')) {
    throw new EngineFailure(
      'bad-reference',
      `${source.slice(0, 100)} does not name a model on the hub.`,
      'It is written hub:owner/name, hub:owner/name@revision or hub:owner/name#file.gguf.',
    )
  }
  return { id, revision: revision ?? 'main', ...(file !== undefined && { file }) }
}

export function referenceText({ id, revision, file }: HubReference): string {
  return `hub:${id}${revision === 'main' ? '' : `@${revision}`}${file === undefined ? '' : `#${file}`}`
}
