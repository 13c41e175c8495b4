/*
 * Oniguruma's regular expressions (Ruby syntax, UTF-8), as tokenizer.json writes them, turned into JavaScript's with the `v` flag.
 * Covers what tokenizers use: properties, nested classes, look-around, (?i:…), atomic groups and possessive repeats. Back-references are refused.
 */
import { EngineFailure } from '../types'
import { caseVariants, emitLiteral, emitProperty, isProperty } from './regex-parts'
import { known } from './unicode-16'

const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}'
const SHORTHAND: Readonly<Record<string, string>> = {
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  d: known('\\p{Nd}'),
  D: known('\\p{Nd}', true),
  w: known(WORD),
  W: known(WORD, true),
  h: '[0-9a-fA-F]',
  H: '[^0-9a-fA-F]',
}
/** Outside classes only. Ruby's ^ and $ are those of lines. */
const ANCHOR: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  z: '(?![^])',
  Z: '(?=\\n?(?![^]))',
  b: '(?:(?<=W)(?!W)|(?<!W)(?=W))'.replaceAll('W', SHORTHAND['w']!),
  B: '(?:(?<=W)(?=W)|(?<!W)(?!W))'.replaceAll('W', SHORTHAND['w']!),
  R: '(?:\\r\\n|[\\n-\\r\\u0085\\u2028\\u2029])',
}
const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', a: '\x07', e: '\x1b', '0': '\0' }
const POSIX: Readonly<Record<string, string>> = {
  alpha: 'Alphabetic',
  digit: 'Nd',
  space: 'White_Space',
  upper: 'Uppercase',
  lower: 'Lowercase',
  punct: 'P',
  cntrl: 'Cc',
}

class Translator {
  private at = 0
  private groups = 0
  private ignoreCase = false
  private readonly characters: readonly string[]

  constructor(private readonly pattern: string) {
    this.characters = [...pattern]
  }

  run(): string {
    const out = this.alternatives()
    if (this.at < this.characters.length) throw this.refuse(`a ) without (`)
    return out
  }

  private refuse(what: string): EngineFailure {
    return new EngineFailure(
      'tokenizer-regex',
      `tokenizer.json: the pattern ${JSON.stringify(this.pattern)} has ${what}, which is not understood here.`,
      'Its pre-tokenizer cannot be followed exactly, so the tokenizer is not opened.',
    )
  }

  private peek(ahead = 0): string {
    return this.characters[this.at + ahead] ?? ''
  }

  private take(): string {
    if (this.at >= this.characters.length) throw this.refuse('an end where more was expected')
    return this.characters[this.at++]!
  }

  private accept(words: string): boolean {
    for (let i = 0; i < words.length; i++) if (this.peek(i) !== words[i]) return false
    this.at += words.length
    return true
  }

  private until(stop: string): string {
    let out = ''
    while (this.peek() !== stop) out += this.take()
    this.at++
    return out
  }

  /** Options set by (?i) last to the end of the enclosing group. */
  private alternatives(): string {
    const before = this.ignoreCase
    let out = ''
    while (this.at < this.characters.length && this.peek() !== ')') {
      if (this.accept('|')) out += '|'
      else out += this.term()
    }
    this.ignoreCase = before
    return out
  }

  private term(): string {
    return this.repeated(this.atom())
  }

  private repeated(atom: string): string {
    let out = atom
    for (;;) {
      const quantifier = this.quantifier()
      if (quantifier === '') return out
      const braces = quantifier.startsWith('{')
      if (atom === '') throw this.refuse('a repeat of nothing')
      if (this.accept('?')) out = `(?:${out})${quantifier}?`
      else if (!braces && this.accept('+')) out = this.atomic(`(?:${out})${quantifier}`)
      else out = out === atom && isSingle(atom) ? out + quantifier : `(?:${out})${quantifier}`
    }
  }

  /** What has matched once is not given back: a look-ahead, captured and taken. */
  private atomic(inner: string): string {
    const name = `a${++this.groups}`
    return `(?:(?=(?<${name}>${inner}))\\k<${name}>)`
  }

  private quantifier(): string {
    const one = this.peek()
    if (one === '*' || one === '+' || one === '?') return this.take()
    if (one !== '{') return ''
    const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.characters.slice(this.at, this.at + 24).join(''))
    if (!found || (found[1] === '' && found[3] === '')) return ''
    this.at += found[0].length
    return `{${found[1] || '0'}${found[2]}${found[3]}}`
  }

  private atom(): string {
    const character = this.take()
    switch (character) {
      case '(':
        return this.group()
      case '[':
        return this.characterClass()
      case '*':
      case '+':
      case '?':
        throw this.refuse('a repeat of nothing')
      case '.':
        return '[^\\n]'
      case '^':
        return '(?<![^\\n])'
      case '$':
        return '(?![^\\n])'
      case '\\':
        return this.escape()
      default:
        return this.literal(character)
    }
  }

  private literal(character: string): string {
    const variants = this.ignoreCase ? caseVariants(character) : [character]
    return variants.length === 1 ? emitLiteral(variants[0]!) : `[${variants.map(emitLiteral).join('')}]`
  }

  private group(): string {
    if (!this.accept('?')) return `(?:${this.closed()})`
    for (const look of ['=', '!', '<=', '<!'] as const) if (this.accept(look)) return `(?${look}${this.closed()})`
    if (this.accept(':')) return `(?:${this.closed()})`
    if (this.accept('>')) return this.atomic(this.closed())
    if (this.accept('#')) {
      this.until(')')
      return ''
    }
    if (this.accept('<')) {
      this.until('>')
      return `(?:${this.closed()})`
    }
    return this.options()
  }

  /** (?i:…), (?i), (?-i:…); s-like options of Ruby (m) and x are refused. */
  private options(): string {
    let on = true
    const before = this.ignoreCase
    for (;;) {
      const letter = this.take()
      if (letter === '-') on = false
      else if (letter === 'i') this.ignoreCase = on
      else if (letter === ')') return ''
      else if (letter === ':') {
        const inner = this.closed()
        this.ignoreCase = before
        return `(?:${inner})`
      } else throw this.refuse(`the group (?${letter}`)
    }
  }

  private closed(): string {
    const inner = this.alternatives()
    if (!this.accept(')')) throw this.refuse('a ( without )')
    return inner
  }

  private escape(): string {
    const letter = this.peek()
    if (ANCHOR[letter] !== undefined) {
      this.at++
      return ANCHOR[letter]
    }
    if (/[1-9gkGKX]/.test(letter)) throw this.refuse(`\\${letter}`)
    const set = this.escapedSet()
    return set ?? this.literal(this.escapedCharacter())
  }

  /** \s, \p{L}, \P{^Han} …, or null where the escape is a single character. */
  private escapedSet(): string | null {
    const letter = this.peek()
    if (SHORTHAND[letter] !== undefined) {
      this.at++
      return SHORTHAND[letter]
    }
    if (letter !== 'p' && letter !== 'P') return null
    this.at++
    const name = this.accept('{') ? this.until('}') : this.take()
    const negated = (letter === 'P') !== name.startsWith('^')
    const bare = name.replace(/^\^/, '')
    if (!isProperty(bare)) throw this.refuse(`the property ${bare}`)
    return emitProperty(bare, negated)
  }

  private escapedCharacter(): string {
    const letter = this.take()
    if (letter === 'x' || letter === 'u') return this.codePoint(letter)
    return CONTROL[letter] ?? letter
  }

  private codePoint(letter: string): string {
    let digits = ''
    if (letter === 'x' && this.accept('{')) digits = this.until('}')
    else for (let i = 0; i < (letter === 'x' ? 2 : 4) && /[0-9a-fA-F]/.test(this.peek()); i++) digits += this.take()
    const code = /^[0-9a-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN
    if (!(code <= 0x10ffff)) throw this.refuse(`the escape \\${letter}${digits}`)
    return String.fromCodePoint(code)
  }

  /** Everything up to the closing bracket; parts between && are intersected. */
  private characterClass(): string {
    const negated = this.accept('^')
    const operands: string[] = []
    let items = this.peek() === ']' ? emitLiteral(this.take()) : ''
    while (!this.accept(']')) {
      if (this.accept('&&')) {
        operands.push(items)
        items = ''
      } else items += this.classItem()
    }
    operands.push(items)
    const inner = operands.length === 1 ? items : operands.map((operand) => `[${operand}]`).join('&&')
    return `[${negated ? '^' : ''}${inner}]`
  }

  private classItem(): string {
    if (this.accept('[:')) return this.posix()
    if (this.accept('[')) return this.characterClass()
    if (this.peek() === '\\') {
      this.at++
      const set = this.escapedSet()
      if (set !== null) return set
      this.at--
    }
    const from = this.classCharacter()
    const ranged = this.peek() === '-' && this.peek(1) !== ']' && this.peek(1) !== '[' && this.peek(1) !== ''
    if (!ranged) return (this.ignoreCase ? caseVariants(from) : [from]).map(emitLiteral).join('')
    this.at++
    const to = this.classCharacter()
    const range = `${emitLiteral(from)}-${emitLiteral(to)}`
    if (!this.ignoreCase || !/^[a-z]{2}$/i.test(from + to)) return range
    return `${range}${emitLiteral(from.toLowerCase())}-${emitLiteral(to.toLowerCase())}${emitLiteral(from.toUpperCase())}-${emitLiteral(to.toUpperCase())}`
  }

  private classCharacter(): string {
    const character = this.take()
    if (character !== '\\') return character
    return this.accept('b') ? '\b' : this.escapedCharacter()
  }

  private posix(): string {
    const negated = this.accept('^')
    const name = this.until(':')
    if (!this.accept(']')) throw this.refuse(`[:${name}`)
    if (name === 'alnum') return known('\\p{Alphabetic}\\p{Nd}', negated)
    const property = POSIX[name]
    if (!property) throw this.refuse(`[:${name}:]`)
    return emitProperty(property, negated)
  }
}

/** An atom that takes a quantifier without a group around it. */
const isSingle = (atom: string): boolean =>
  /^(?:\[.*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|[A-Za-z0-9])$/su.test(atom) || [...atom].length === 1 || atom.startsWith('(')

/** A global expression that finds what Oniguruma finds. Throws an EngineFailure that quotes the pattern. */
export function oniguruma(pattern: string): RegExp {
  if (pattern.length > 20_000) throw new EngineFailure('tokenizer-regex', 'tokenizer.json: a pattern is longer than 20,000 characters.')
  const source = new Translator(pattern).run()
  try {
    return new RegExp(source, 'gv')
  } catch {
    throw new EngineFailure(
      'tokenizer-regex',
      `tokenizer.json: the pattern ${JSON.stringify(pattern)} is not a regular expression that can be followed here.`,
      'Its pre-tokenizer cannot be followed exactly, so the tokenizer is not opened.',
    )
  }
}
