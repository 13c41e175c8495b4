/* What tokenizer_config.json adds: begin and end tokens, the chat template. Every field is optional there. */
import type { AddedToken } from './added-tokens'
import { isRecord, parseText } from './file'

export interface TokenizerConfig {
  readonly bosTokenId: number | null
  readonly eosTokenId: number | null
  readonly chatTemplate: string | null
  /** The variables of templates: `bos_token`, `eos_token` … by content. */
  readonly variables: Readonly<Record<string, string>>
}

/** A token is written as a text or as an object with `content`. */
function contentOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return isRecord(value) && typeof value['content'] === 'string' ? value['content'] : null
}

/** One template, or several by name, of which `default` is taken. */
function templateOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return null
  const named: unknown[] = value
  const entry = named.find((each) => isRecord(each) && each['name'] === 'default') ?? named[0]
  return isRecord(entry) && typeof entry['template'] === 'string' ? entry['template'] : null
}

export function readConfig(value: unknown, idOf: (content: string) => number | undefined, added: readonly AddedToken[]): TokenizerConfig {
  const config = typeof value === 'string' ? parseText(value, 'tokenizer_config.json') : value
  const record = isRecord(config) ? config : {}
  const variables: Record<string, string> = {}
  for (const name of ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token']) {
    const content = contentOf(record[name])
    if (content !== null) variables[name] = content
  }
  const id = (name: string): number | null => {
    const content = variables[name]
    return content === undefined ? null : (idOf(content) ?? added.find((token) => token.content === content)?.id ?? null)
  }
  return { bosTokenId: id('bos_token'), eosTokenId: id('eos_token'), chatTemplate: templateOf(record['chat_template']), variables }
}
