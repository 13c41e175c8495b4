/*
 * Patterns in the spelling of regular expressions: what a machine without going back can follow. Look-around and
 * back-references are refused, since both need to go back; so is a pattern that repeats without end into millions of steps.
 */
import { NodeFailure } from '../../../graph/states'
import { anyChar, classOf, notLineEnd, property, range, regardlessOfCase, same, setOf } from './classes'
import type { CharTest, Parsed, Tree } from './tree'

const MOST_REPEATS = 1000
const MOST_DEPTH = 100
const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 }

export function parsePattern(pattern: string): Parsed {
  return new Parser(pattern).parse()
}

class Parser {
  private at = 0
  private depth = 0
  private readonly names: (string | null)[] = []
  private readonly chars: readonly string[]
  private readonly flags: ReadonlySet<string>

  constructor(private readonly pattern: string) {
    const flags = /^\(\?([ims]+)\)/.exec(pattern)
    this.flags = new Set(flags?.[1] ?? '')
    this.chars = Array.from(pattern.slice(flags?.[0].length ?? 0))
  }

  parse(): Parsed {
    const tree = this.choices()
    if (this.at < this.chars.length) throw this.refuse('a bracket ) closes nothing')
    return { tree, names: this.names, multiline: this.flags.has('m') }
  }

  private refuse(what: string, hint = 'Write \\ before a sign that should stand for itself.'): NodeFailure {
    return new NodeFailure('bad-pattern', `The pattern ${JSON.stringify(this.pattern)} cannot be read: ${what}.`, { port: 'pattern', hint })
  }
  private take(text: string): boolean {
    if (
      !this.chars
        .slice(this.at, this.at + text.length)
        .join('')
        .startsWith(text)
    )
      return false
    this.at += text.length
    return true
  }

  private choices(): Tree {
    if (++this.depth > MOST_DEPTH) throw this.refuse(`its brackets are nested more than ${MOST_DEPTH} deep`, 'Write it flatter.')
    const parts = [this.sequence()]
    while (this.take('|')) parts.push(this.sequence())
    this.depth--
    return parts.length === 1 ? parts[0]! : { is: 'one of', parts }
  }

  private sequence(): Tree {
    const parts: Tree[] = []
    while (this.at < this.chars.length && this.chars[this.at] !== '|' && this.chars[this.at] !== ')') parts.push(this.repeated(this.atom()))
    return { is: 'all', parts }
  }

  private atom(): Tree {
    const char = this.chars[this.at++]!
    if (char === '(') return this.group()
    if (char === '[') return this.char(this.set())
    if (char === '.') return this.char(this.flags.has('s') ? anyChar : notLineEnd)
    if (char === '^') return { is: 'place', place: 'start' }
    if (char === '$') return { is: 'place', place: 'end' }
    if (char === '\\') return this.escape()
    if ('*+?'.includes(char)) throw this.refuse(`nothing stands before ${char} that could be repeated`)
    return this.char(this.letter(char.codePointAt(0)!))
  }

  private char(test: CharTest): Tree {
    return { is: 'char', test }
  }
  private letter(code: number): CharTest {
    return this.anyCase(same(code))
  }
  private anyCase(test: CharTest): CharTest {
    return this.flags.has('i') ? regardlessOfCase(test) : test
  }

  private group(): Tree {
    if (this.take('?')) {
      if (this.take(':')) return this.closed(this.choices())
      if (this.take('=') || this.take('!') || this.take('<=') || this.take('<!'))
        throw this.refuse('it looks ahead or back', 'Match what stands there as well, and put what is wanted in a group.')
      const name = this.groupName()
      if (!name) throw this.refuse('(? begins nothing that is known', 'Groups are (…), (?:…) and (?<name>…).')
      return this.kept(name)
    }
    return this.kept(null)
  }
  private groupName(): string | null {
    const found = /^<([A-Za-z_]\w*)>/.exec(this.chars.slice(this.at, this.at + 80).join(''))
    if (found) this.at += found[0].length
    return found?.[1] ?? null
  }
  private kept(name: string | null): Tree {
    const number = this.names.push(name)
    return { is: 'group', part: this.closed(this.choices()), number }
  }
  private closed(tree: Tree): Tree {
    if (!this.take(')')) throw this.refuse('a bracket ( is not closed')
    return tree
  }

  private repeated(part: Tree): Tree {
    const bounds = this.bounds()
    if (!bounds) return part
    if (part.is === 'place') throw this.refuse('a place such as ^ or \\b cannot be repeated')
    const lazy = this.take('?')
    if (this.bounds()) throw this.refuse('a repeat is repeated', 'Put the first repeat in a group.')
    return { is: 'repeat', part, least: bounds[0], most: bounds[1], lazy }
  }
  private bounds(): readonly [least: number, most: number] | null {
    if (this.take('*')) return [0, Infinity]
    if (this.take('+')) return [1, Infinity]
    if (this.take('?')) return [0, 1]
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.chars.slice(this.at, this.at + 24).join(''))
    if (!found) return null
    this.at += found[0].length
    const least = Number(found[1])
    const most = !found[2] ? least : found[3] ? Number(found[3]) : Infinity
    if (most < least) throw this.refuse(`${found[0]} asks for at least ${least} and at most ${most}`)
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS))
      throw this.refuse(`${found[0]} is more than ${MOST_REPEATS} repeats`, 'Ask for fewer, or for + or *.')
    return [least, most]
  }

  private escape(): Tree {
    const letter = this.chars[this.at]
    if (letter === 'b' || letter === 'B') {
      this.at++
      return { is: 'place', place: letter === 'b' ? 'word edge' : 'no word edge' }
    }
    if (letter !== undefined && /[1-9k]/.test(letter))
      throw this.refuse(`\\${letter} reads back what a group took`, 'Write out what should stand there.')
    const test = this.escaped()
    return this.char(typeof test === 'number' ? this.letter(test) : test)
  }

  /** After a backslash: one character, or a class. */
  private escaped(): number | CharTest {
    const letter = this.chars[this.at++]
    if (letter === undefined) throw this.refuse('it ends in a backslash')
    const known = classOf(letter)
    if (known) return known
    if (letter === 'p' || letter === 'P') return this.property(letter === 'P')
    if (letter === 'x' || letter === 'u') return this.hex(letter)
    if (Object.hasOwn(CONTROL, letter)) return CONTROL[letter]!
    if (/[A-Za-z]/.test(letter)) throw this.refuse(`\\${letter} has no meaning here`)
    return letter.codePointAt(0)!
  }
  private property(negated: boolean): CharTest {
    const found = /^\{([\w=]+)\}/.exec(this.chars.slice(this.at, this.at + 80).join(''))
    const test = found && property(found[1]!, negated)
    if (!found || !test) throw this.refuse('\\p is followed by no known property', 'Such as \\p{L} for letters.')
    this.at += found[0].length
    return test
  }
  private hex(letter: 'x' | 'u'): number {
    const rest = this.chars.slice(this.at, this.at + 10).join('')
    const found = (letter === 'x' ? /^([\da-fA-F]{2})/ : /^(?:([\da-fA-F]{4})|\{([\da-fA-F]{1,6})\})/).exec(rest)
    const code = found ? Number.parseInt(found[1] ?? found[2]!, 16) : NaN
    if (!found || code > 0x10ffff) throw this.refuse(`\\${letter} is followed by no number of a character`)
    this.at += found[0].length
    return code
  }

  private set(): CharTest {
    const negated = this.take('^')
    const tests: CharTest[] = []
    while (!this.take(']')) {
      const from = this.member()
      if (this.chars[this.at] === '-' && this.chars[this.at + 1] !== ']' && this.at + 1 < this.chars.length) {
        this.at++
        const to = this.member()
        if (typeof from !== 'number' || typeof to !== 'number' || to < from)
          throw this.refuse('a range in [ ] has no first and last character')
        tests.push(this.anyCase(range(from, to)))
      } else tests.push(typeof from === 'number' ? this.letter(from) : from)
    }
    return setOf(tests, negated)
  }
  private member(): number | CharTest {
    const char = this.chars[this.at++]
    if (char === undefined) throw this.refuse('a bracket [ is not closed')
    if (char !== '\\') return char.codePointAt(0)!
    if (this.take('b')) return 8
    return this.escaped()
  }
}
