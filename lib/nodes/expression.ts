/*
 * Formulas over names: the reader. `a + 2 * max(b, 1)`, `if(x > 0.5, 1, 0)`, `animal = "fox"`. No loops, no assignments, nothing of
 * JavaScript: what is not in the grammar is refused with its column. How a formula is computed is in expression-value.ts.
 *
 *   or:    and {"or" and}            sum:     product {("+" | "-") product}
 *   and:   not {"and" not}           product: signed {("*" | "/") signed}
 *   not:   "not" not | compared      signed:  "-" signed | power
 *   compared: sum [("=" | "!=" | "<" | "<=" | ">" | ">=") sum]      power: single ["^" signed]
 */
import { closest } from '../graph/closest'
import { NodeFailure } from '../graph/states'
import { CONSTANTS, FUNCTIONS, SIGNS, WORDS, type Operation } from './expression-functions'
import { ExpressionProblem, wordsOf, type Word } from './expression-words'

export type Tree =
  | { readonly type: 'value'; readonly value: number | string }
  | { readonly type: 'name'; readonly name: string; readonly at: number }
  | { readonly type: 'apply'; readonly operation: Operation; readonly name: string; readonly to: readonly Tree[]; readonly at: number }
  /** The only one that leaves one of its parts uncomputed. */
  | { readonly type: 'if'; readonly when: Tree; readonly yes: Tree; readonly no: Tree }

export interface Expression {
  readonly source: string
  readonly tree: Tree
  /** Names in the order of their first use. */
  readonly names: readonly string[]
  readonly words: readonly Word[]
}

const MOST_CHARACTERS = 2000
const MOST_DEPTH = 64

/** Throws NodeFailure `bad-expression` with the column. */
export function readExpression(source: string, port: string): Expression {
  try {
    return read(source)
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error
    const shown = source.length > 40 ? `${source.slice(0, 39)}…` : source
    throw new NodeFailure('bad-expression', `“${shown}” cannot be read at column ${error.at + 1}: ${error.message}.`, {
      port,
      hint: error.hint ?? 'A formula is written like a + 2 * max(b, 1), or if(a > b, a, b).',
    })
  }
}

/** Names of a formula that may still be half typed: wires to them stay while somebody types. */
export function namesIn(source: string): readonly string[] {
  try {
    return read(source).names
  } catch {
    const loose = source.slice(0, MOST_CHARACTERS).matchAll(/[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_]|\s*\()/gu)
    return [...new Set(Array.from(loose, ([name]) => name))].filter((name) => !WORDS.has(name))
  }
}

function read(source: string): Expression {
  if (source.length > MOST_CHARACTERS)
    throw new ExpressionProblem(
      MOST_CHARACTERS,
      `it has ${source.length} characters, at most ${MOST_CHARACTERS} are read`,
      'Split it into two.',
    )
  const words = wordsOf(source)
  const reader = new Reader(words)
  return { source, words, tree: reader.whole(), names: [...reader.names] }
}

/** Signs of one height, from the loosest to the tightest. */
const HEIGHTS: readonly (readonly string[])[] = [['or'], ['and'], ['=', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/']]
const COMPARED = 2

class Reader {
  readonly names = new Set<string>()
  private place = 0
  private depth = 0

  constructor(private readonly words: readonly Word[]) {}

  whole(): Tree {
    if (this.peek().type === 'end') throw new ExpressionProblem(0, 'nothing stands there')
    const tree = this.between(0)
    if (this.peek().type !== 'end') throw new ExpressionProblem(this.peek().start, `${this.shown} is not expected here`, this.hintFor())
    return tree
  }

  private peek(): Word {
    return this.words[this.place]!
  }
  private get shown(): string {
    return this.peek().type === 'end' ? 'the end' : this.peek().type === 'text' ? `“${this.peek().text}”` : this.peek().text
  }
  private hintFor(): string | undefined {
    const { type } = this.peek()
    return type === 'name' || type === 'number' || this.peek().text === '(' ? 'Between two values stands a sign: 2 * a.' : undefined
  }

  /** `a + b + c` is a walk, not a descent: only brackets and signs in front go deeper. */
  private between(height: number): Tree {
    const signs = HEIGHTS[height]
    if (!signs) return this.signed()
    let tree = height === COMPARED ? this.negated(height) : this.between(height + 1)
    for (let sign = this.sign(signs); sign; sign = this.sign(signs)) {
      tree = this.apply(SIGNS[sign.text]!, sign.text, [tree, this.between(height + 1)], sign.start)
      if (height === COMPARED && signs.includes(this.peek().text) && this.peek().type === 'sign')
        throw new ExpressionProblem(this.peek().start, 'two comparisons stand in a row', 'Write a < b and b < c.')
    }
    return tree
  }

  private sign(signs: readonly string[]): Word | null {
    const word = this.peek()
    if ((word.type !== 'sign' && word.type !== 'name') || !signs.includes(word.text)) return null
    this.place++
    return word
  }

  /** `not` stands in front of a whole comparison. */
  private negated(height: number): Tree {
    const word = this.peek()
    if (word.type !== 'name' || word.text !== 'not') return this.between(height + 1)
    this.place++
    return this.deeper(word, () => this.apply(SIGNS['not']!, 'not', [this.between(COMPARED)], word.start))
  }

  private signed(): Tree {
    const word = this.peek()
    if (word.type !== 'sign' || (word.text !== '-' && word.text !== '+')) return this.power()
    this.place++
    return this.deeper(word, () => {
      const tree = this.signed()
      return word.text === '+' ? tree : this.apply(SIGNS['negative']!, '-', [tree], word.start)
    })
  }

  /** `2^3^2` is 2^9, and `-2^2` is −4. */
  private power(): Tree {
    const base = this.single()
    const word = this.peek()
    if (word.type !== 'sign' || word.text !== '^') return base
    this.place++
    return this.deeper(word, () => this.apply(SIGNS['^']!, '^', [base, this.signed()], word.start))
  }

  private single(): Tree {
    const word = this.peek()
    if (word.type === 'end') throw new ExpressionProblem(word.start, 'a value is missing at the end')
    this.place++
    if (word.type === 'number') return { type: 'value', value: Number(word.text) }
    if (word.type === 'text') return { type: 'value', value: word.text }
    if (word.type === 'name') return this.named(word)
    if (word.text !== '(') throw new ExpressionProblem(word.start, `a value is missing before ${word.text}`)
    return this.deeper(word, () => {
      const tree = this.between(0)
      this.close(word)
      return tree
    })
  }

  private named(word: Word): Tree {
    const { text: name, start: at } = word
    // In backticks every name is a column's.
    const plain = word.end - word.start === name.length
    if (plain && this.peek().type === 'sign' && this.peek().text === '(') return this.called(word)
    if (plain && Object.hasOwn(CONSTANTS, name)) return { type: 'value', value: CONSTANTS[name]! }
    if (plain && WORDS.has(name))
      throw new ExpressionProblem(at, `${name} is a word of formulas and needs its values`, `Such as ${example(name)}.`)
    this.names.add(name)
    return { type: 'name', name, at }
  }

  private called(word: Word): Tree {
    const { text: name, start: at } = word
    this.place++
    const operation = FUNCTIONS[name]
    if (name !== 'if' && !(operation && Object.hasOwn(FUNCTIONS, name))) {
      const near = closest(name, ['if', ...Object.keys(FUNCTIONS)])
      throw new ExpressionProblem(
        at,
        `there is no function ${name}`,
        near.length > 0 ? `Close to it: ${near[0]}.` : `There are if, ${Object.keys(FUNCTIONS).join(', ')}.`,
      )
    }
    const to = this.deeper(word, () => this.list(word))
    const [least, most] = operation ? [operation.least, operation.most] : [3, 3]
    if (to.length < least || to.length > most)
      throw new ExpressionProblem(at, `${name} takes ${count(least, most)}, and here are ${to.length}`, `Such as ${example(name)}.`)
    if (!operation) return { type: 'if', when: to[0]!, yes: to[1]!, no: to[2]! }
    return this.apply(operation, name, to, at)
  }

  private list(open: Word): Tree[] {
    const to: Tree[] = []
    if (this.peek().text === ')' && this.peek().type === 'sign') {
      this.place++
      return to
    }
    do to.push(this.between(0))
    while (this.sign([',']))
    this.close(open)
    return to
  }

  private close(open: Word): void {
    if (this.peek().type === 'sign' && this.peek().text === ')') this.place++
    else if (this.peek().type === 'end') throw new ExpressionProblem(open.start, 'a bracket is never closed')
    else throw new ExpressionProblem(this.peek().start, `${this.shown} is not expected here`, this.hintFor())
  }

  private deeper<Result>(word: Word, work: () => Result): Result {
    if (++this.depth > MOST_DEPTH)
      throw new ExpressionProblem(word.start, `it is nested more than ${MOST_DEPTH} deep`, 'Split it into two.')
    const result = work()
    this.depth--
    return result
  }

  private apply(operation: Operation, name: string, to: readonly Tree[], at: number): Tree {
    const text = operation.any ? undefined : to.find((tree) => tree.type === 'value' && typeof tree.value === 'string')
    if (text) throw new ExpressionProblem(at, `${name} takes numbers, and here is a text`)
    return { type: 'apply', operation, name, to, at }
  }
}

const example = (name: string): string =>
  name === 'if'
    ? 'if(a > b, a, b)'
    : name === 'not'
      ? 'not a > b'
      : name === 'and' || name === 'or'
        ? `a > 0 ${name} b > 0`
        : `${name}(${(FUNCTIONS[name]?.least ?? 1) > 1 ? 'a, b' : 'a'})`

function count(least: number, most: number): string {
  if (least === most) return `${least} ${least === 1 ? 'value' : 'values'}`
  return most > 10 ? `at least ${least} ${least === 1 ? 'value' : 'values'}` : `${least} or ${most} values`
}
