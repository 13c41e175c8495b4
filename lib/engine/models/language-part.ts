/*
 * Models that see pictures, too, keep their language model in a part of its own: `text_config` in config.json, `language_model` in the names
 * of its weights. Only that part is read; what such a config leaves out is as the family's own class has it.
 */
import { isObject, type JsonObject } from '../files/json'
import type { ModelFile } from '../model-file'

/** transformers' Gemma3TextConfig; its published files name only what differs. */
const UNSAID: Readonly<Record<string, JsonObject>> = {
  gemma3_text: { vocab_size: 262_208, num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256 },
}
const NAMES = [/^language_model\.(?=model\.|lm_head\.)/, /^model\.language_model\.(?!model\.)/] as const

/** The file as one of a language model alone; the same where it is one already. */
export function languagePart(file: ModelFile): ModelFile {
  const inner = file.config.text_config
  if (!isObject(inner) || typeof inner.model_type !== 'string') return file
  const config = { ...UNSAID[inner.model_type], ...outer(file.config), ...inner }
  const weights = new Map([...file.weights].map(([name, weight]) => [plainName(name), weight]))
  return { ...file, config, weights }
}

/** Said once for the whole. */
const outer = ({ bos_token_id, eos_token_id, tie_word_embeddings }: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries({ bos_token_id, eos_token_id, tie_word_embeddings }).filter(([, value]) => value !== undefined))

function plainName(name: string): string {
  if (NAMES[0].test(name)) return name.replace(NAMES[0], '')
  return name.replace(NAMES[1], 'model.')
}
