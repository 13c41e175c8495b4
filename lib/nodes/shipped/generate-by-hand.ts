/* Generate, opened: forward, sampler and append in a loop. As a notebook holds it; its help shows it in use. */
export const generateByHand = {
  name: 'generate-by-hand',
  title: 'Generate, opened',
  summary: 'Writes on one token at a time, with every part in sight.',
  definition: `\`\`\`graph generate-by-hand define
inputs: {model: Model, tokens: Tokens}
outputs: {tokens: turns.sofar, text: written.text}
turns: loop@1
  carry: {sofar: generate-by-hand.tokens}
  next: {sofar: longer.tokens}
  until: <- ends.found
  keep: {drawn: draw.token}
  most: 24
  body:
    pass: forward@1
      model: generate-by-hand.model
      tokens: turns.sofar
    draw: sampler@1
      temperature: 0
      logits: pass.logits
    said: decode@1
      tokens: draw.token
      tokenizer: generate-by-hand.model
      skipSpecial: no
    ends: extract@1
      pattern: "^<.*>$"
      text: said.text
    longer: join-tokens@1
      parts: [turns.sofar, draw.token]
written: decode@1
  tokens: turns.sofar
  tokenizer: generate-by-hand.model
\`\`\`
`,
} as const
