/* The beginnings that examples share: a text cut into tokens, and a pass over them. In the notebook's grammar. */

export const cut = (text: string): string =>
  `prompt: text@1\n  value: ${text}\nprimer: model@1\ntokens: tokenizer@1\n  text: prompt.text\n  tokenizer: primer.model\n`

export const passOver = (text: string): string => `${cut(text)}pass: forward@1\n  model: primer.model\n  tokens: tokens.tokens\n`

export const GIRL = 'Once upon a time, there was a little girl named'
