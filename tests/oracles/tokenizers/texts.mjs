// Ten thousand texts to cut, made from a seed: every script, emoji, control characters, halves of surrogate pairs, very long words, and what looks
// like markup of a vocabulary. The same seed gives the same texts on every machine; nothing here depends on the engine's Unicode.

/** Mulberry32. */
export function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** First and last code point of the letters of a script, a little beyond included. */
const SCRIPTS = [
  [0x41, 0x7a], [0xc0, 0xff], [0x100, 0x17f], [0x180, 0x24f], [0x250, 0x2af], [0x370, 0x3ff], [0x400, 0x4ff], [0x531, 0x58a], [0x5d0, 0x5ea],
  [0x591, 0x5c7], [0x620, 0x64a], [0x600, 0x6ff], [0x700, 0x74a], [0x780, 0x7b1], [0x7c0, 0x7fa], [0x900, 0x97f], [0x980, 0x9fe], [0xa01, 0xa76],
  [0xa81, 0xaff], [0xb01, 0xb77], [0xb82, 0xbfa], [0xc00, 0xc7f], [0xc80, 0xcf3], [0xd00, 0xd7f], [0xd81, 0xdf4], [0xe01, 0xe5b], [0xe81, 0xedf],
  [0xf00, 0xfda], [0x1000, 0x109f], [0x10a0, 0x10ff], [0x1100, 0x11ff], [0x1200, 0x139f], [0x13a0, 0x13fd], [0x1401, 0x1480], [0x1680, 0x169c],
  [0x16a0, 0x16f8], [0x1780, 0x17f9], [0x1800, 0x18aa], [0x1900, 0x194f], [0x1a00, 0x1aad], [0x1b00, 0x1b7f], [0x1e00, 0x1eff], [0x1f00, 0x1fff],
  [0x2000, 0x206f], [0x2070, 0x20cf], [0x20d0, 0x20f0], [0x2100, 0x218b], [0x2190, 0x23ff], [0x2460, 0x24ff], [0x2500, 0x27bf], [0x2c00, 0x2dff],
  [0x2e00, 0x2e5d], [0x2e80, 0x2fd5], [0x3000, 0x303f], [0x3041, 0x30ff], [0x3105, 0x318e], [0x3200, 0x33ff], [0x3400, 0x3480], [0x4e00, 0x9fff],
  [0xa000, 0xa0ff], [0xa640, 0xa6f7], [0xa720, 0xa7ff], [0xa840, 0xa8ff], [0xa960, 0xaaff], [0xac00, 0xd7a3], [0xf900, 0xfad9], [0xfb00, 0xfb4f],
  [0xfb50, 0xfdff], [0xfe00, 0xfe6f], [0xfe70, 0xfeff], [0xff00, 0xffef], [0x10000, 0x100fa], [0x10280, 0x1031f], [0x10330, 0x1034a],
  [0x10400, 0x1044f], [0x105c0, 0x105ff], [0x10800, 0x1083f], [0x10ac0, 0x10af6], [0x10d00, 0x10d9f], [0x10e60, 0x10eff], [0x10f30, 0x10f89],
  [0x11000, 0x1107f], [0x11080, 0x110cf], [0x11100, 0x11147], [0x11180, 0x111ff], [0x11380, 0x113ff], [0x11480, 0x114df], [0x11600, 0x1166c],
  [0x11800, 0x1183b], [0x11900, 0x11959], [0x11a00, 0x11aa2], [0x11c00, 0x11cb6], [0x12000, 0x12060], [0x13000, 0x1345f], [0x16100, 0x16139],
  [0x16d40, 0x16d79], [0x16e40, 0x16ed3], [0x17000, 0x17060], [0x1b000, 0x1b020], [0x1d165, 0x1d1ff], [0x1d400, 0x1d7ff], [0x1e000, 0x1e08f],
  [0x1e100, 0x1e2ff], [0x1e900, 0x1e95f], [0x1ee00, 0x1eef1], [0x1f100, 0x1f2ff], [0x20000, 0x20100], [0x2a700, 0x2b920], [0x2f800, 0x2fa1d],
  [0x30000, 0x30050],
]
const MARKS = [[0x300, 0x36f], [0x483, 0x489], [0x591, 0x5bd], [0x64b, 0x65f], [0x93c, 0x94d], [0xe31, 0xe4e], [0x1ab0, 0x1ace], [0x1dc0, 0x1dff], [0x20d0, 0x20f0], [0xfe20, 0xfe2f], [0x3099, 0x309a], [0x1cf00, 0x1cf46]]
const SPACES = [...' \t\n\r\v\f\u0085\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2060\u180e', '  ', '   ', '\r\n', '\n\n', ' \n']
const CONTROLS = [[0, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x200b, 0x200f], [0x202a, 0x202e], [0x2060, 0x206f], [0xfff9, 0xfffd], [0xe0001, 0xe007f], [0x1d173, 0x1d17a], [0xe000, 0xe010], [0xf0000, 0xf0010]]
const EMOJI = ['😀', '👍🏽', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '🇯🇵🇫🇷', '1️⃣', '#️⃣', '❤️', '☺', '🧑🏿‍🚀', '🐈‍⬛', '🫱🏻‍🫲🏿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🦊', '🥹', '🫨', '©️', '™', '⏰', '🇦']
const WORDS = ('the of and a to in was it that Lily little girl played with her ball park said mom one day they were happy because is not I you he she don’t can’t ' +
  "won't I'm you're they've it's he'd we'll DON'T I'LL O'Reilly rock'n'roll Hello WORLD hello_world camelCase PascalCase snake_case kebab-case README.md " +
  'running unbelievable antidisestablishmentarianism naïve café résumé Straße Größe Übung ÄÖÜ façade niño coração smörgåsbord Ελλάδα ΟΔΥΣΣΕΥΣ Σίσυφος Москва ' +
  'привет Ёлка İstanbul ıssız Việt Nam Nguyễn Łódź žluťoučký kůň 東京 日本語 テスト カタカナ ひらがな 中文 漢字 한국어 안녕하세요 שלום עולם مرحبا بالعالم नमस्ते दुनिया ไทย ភាសា မြန်မာ தமிழ் తెలుగు ' +
  'ქართული Հայերեն አማርኛ ᠮᠣᠩᠭᠣᠯ 𝓗𝓮𝓵𝓵𝓸 ﬁne ﬂow Ⅻ ½ ² ℃ № … ﷺ ㍿ Å Ω K ſ ẞ ŉ ǆ').split(' ')
const MARKUP = ['<|endoftext|>', '<|ENDOFTEXT|>', '<|im_start|>', '<|im_end|>', '<|user|>', '<|assistant|>', '<|end|>', '<s>', '</s>', '<unk>', '<pad>', '<mask>', '[CLS]', '[SEP]', '[MASK]', '[UNK]', '<extra_id_0>', '<extra_id_99>', '<0x0A>', '<0xFF>', '▁', '▁▁', 'Ġ', 'Ċ', '##', '##ing', '</w>', '<|startoftext|>', '<|0.00|>', '<|notimestamps|>', '>>TITLE<<', 'ï¿½', '�', '<|PAD_TOKEN|>', '<|placeholder1|>']
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
const CODE = ['function', '(', ')', ' {', '\n', '    ', '\t', 'return ', 'x', ' += ', '0x1F', '===', '!=', '//', '"a\\n"', "'b'", ';', '}', '[i]', '<div class="a">', '&amp;', 'https://example.org/a?b=c&d=%20', 'user@host.tld', '->', '=>', '::', '#include <stdio.h>', 'def f(x):', '1e-5', '3.14', '100,000', '2026-01-15', '**bold**', '- [ ] ', '```', '| a | b |']

export function texts(seed, count) {
  const random = seeded(seed)
  const below = (n) => Math.floor(random() * n)
  const pick = (list) => list[below(list.length)]
  const within = ([from, to]) => {
    const code = from + below(to - from + 1)
    return code >= 0xd800 && code <= 0xdfff ? 'x' : String.fromCodePoint(code)
  }
  const many = (most, make) => Array.from({ length: 1 + below(most) }, make).join('')
  const sentence = (make, most = 12) => Array.from({ length: 1 + below(most) }, make).join(random() < 0.85 ? ' ' : pick(SPACES))
  const anything = () => {
    const code = below(random() < 0.6 ? 0x10000 : 0x110000)
    return code >= 0xd800 && code <= 0xdfff ? '?' : String.fromCodePoint(code)
  }
  const half = () => String.fromCharCode(0xd800 + below(0x800))
  const makers = [
    () => sentence(() => pick(WORDS), 20),
    () => sentence(() => pick(WORDS) + pick(['', '', ',', '.', '!', '?', '…', '”', "'s", ')', ' - '])),
    () => { const script = pick(SCRIPTS); return sentence(() => many(9, () => within(script))) },
    () => sentence(() => { const script = pick(SCRIPTS); return many(7, () => within(script)) }),
    () => sentence(() => many(4, () => within(pick(SCRIPTS)) + (random() < 0.7 ? many(3, () => within(pick(MARKS))) : ''))),
    () => many(30, () => pick(ASCII)),
    () => many(20, () => pick(CODE)),
    () => many(16, () => (random() < 0.5 ? pick(EMOJI) : pick([...WORDS, ...EMOJI, ' ', '\u200d', '\ufe0f', '🏽']))),
    () => many(20, () => (random() < 0.5 ? within(pick(CONTROLS)) : pick(WORDS))),
    () => many(16, () => (random() < 0.6 ? pick(SPACES) : pick(WORDS))),
    () => many(14, () => (random() < 0.5 ? pick(MARKUP) : pick([...WORDS, ' ', '  ', '\n']))),
    () => many(20, anything),
    () => many(12, () => (random() < 0.4 ? half() : pick(WORDS) + pick(['', ' ']))),
    () => sentence(() => many(12, () => pick([...'0123456789', '٣', '९', '½', '²', 'Ⅻ', '①', ',', '.', ' ']))),
    () => pick([...WORDS, ...EMOJI, ...ASCII]).repeat(1 + below(60)),
    () => many(8, () => String.fromCodePoint(0x1100 + below(19)) + String.fromCodePoint(0x1161 + below(21)) + (random() < 0.6 ? String.fromCodePoint(0x11a7 + below(28)) : '')),
    () => many(12, () => pick(WORDS).normalize(pick(['NFD', 'NFC']))),
    () => many(12, () => (random() < 0.5 ? pick(WORDS).toUpperCase() : pick(WORDS))),
  ]
  return Array.from({ length: count }, (_, i) => {
    if (i % 500 === 0) return ''
    if (i % 500 === 1) return pick([...WORDS, 'ab', 'x', '東', '🦊']).repeat(300 + below(1500))
    if (i % 500 === 2) return many(4000, () => within(pick(SCRIPTS)))
    return random() < 0.15 ? pick(makers)() + pick(['', ' ', '\n']) + pick(makers)() : pick(makers)()
  })
}

/** How the i-th text is cut: with the file's special tokens or without, and with which pair. */
export function asked(all, i) {
  const pair = i % 13 === 5 ? all[(i * 7 + 1) % all.length] : undefined
  return { text: all[i], special: i % 2 === 0, pair: pair !== undefined && pair.length < 400 ? pair : undefined }
}
