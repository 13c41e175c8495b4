/* Text: a string, with nothing trimmed. */
import { definePort } from '../graph/port-type'
import { describe, plural, textBytes } from './describe'
import { textPart } from './text-digest'
import type { TextValue } from './types'

export const Text = definePort<TextValue>({
  name: 'text',
  title: 'Text',
  check: (value) => (typeof value === 'string' ? null : `expected a text, got ${describe(value)}`),
  asParam: (value) => value,
  parts: (value) => [textPart(value)],
  bytes: textBytes,
  toJson: (value) => value,
  summary: (value) => (value.length <= 24 && !value.includes('\n') ? `“${value}”` : plural(value.length, 'character')),
})
