/* Text: a string, with nothing trimmed. */
import { plain } from './encoding'
import { definePort } from '../graph/port-type'
import { describe, plural, textBytes } from './describe'
import { textPart } from '../graph/text-digest'
import type { TextValue } from './types'

export const Text = definePort<TextValue>({
  name: 'text',
  title: 'Text',
  check: (value) => (typeof value === 'string' ? null : `expected a text, got ${describe(value)}`),
  asParam: (value) => value,
  parts: (value) => [textPart(value)],
  bytes: textBytes,
  toJson: (value) => value,
  fromJson: (json) => (typeof json === 'number' || typeof json === 'boolean' ? String(json) : json),
  encoding: plain(),
  growth: {
    delta: (before = '', after) => (after.startsWith(before) ? after.slice(before.length) : undefined),
    apply: (before = '', delta) => before + String(delta),
  },
  summary: (value) => (value.length <= 24 && !value.includes('\n') ? `“${value}”` : plural(value.length, 'character')),
})
