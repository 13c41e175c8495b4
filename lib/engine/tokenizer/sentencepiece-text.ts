/*
 * How SentencePiece itself prepares a text (normalizer.cc): at each place the longest rule, or a symbol that its users defined, which stays as it
 * is; spaces are marked, a mark is put in front or behind. What tokenizer.json says of the same files, in its own words, differs in many corners.
 */
import { AlignedBuilder, type AlignedText } from './aligned-text'
import { bytesOfBase64, CharacterMap } from './charsmap'
import { PieceTree } from './piece-tree'
import { flag, list, text, type Fields } from './shape'

/** The longest of a few texts that begins at a place, or 0. */
export class SymbolFinder {
  private readonly tree: PieceTree

  constructor(symbols: readonly string[]) {
    this.tree = new PieceTree(symbols.map((symbol, at) => [symbol, at]))
  }

  longestAt(source: string, at: number): number {
    let longest = 0
    for (let node = 0, end = at; end < source.length;) {
      node = this.tree.step(node, source.charCodeAt(end++))
      if (node < 0) break
      if (this.tree.idAt(node) >= 0) longest = end - at
    }
    return longest
  }
}

export const characterLength = (source: string, at: number): number => (source.codePointAt(at)! > 0xffff ? 2 : 1)

const MARK = '▁'

interface Rules {
  readonly map: CharacterMap | null
  readonly symbols: SymbolFinder
  readonly addsPrefix: boolean
  readonly trims: boolean
  readonly marks: boolean
  readonly asSuffix: boolean
}

/** What a stretch becomes, and how long it is. */
type Step = readonly [written: string, length: number]

function stepAt({ map, symbols }: Rules, source: string, at: number): Step {
  const symbol = symbols.longestAt(source, at)
  if (symbol > 0) return [source.slice(at, at + symbol), symbol]
  const rule = map?.longestAt(source, at)
  if (rule) return rule
  const length = characterLength(source, at)
  return [source.slice(at, at + length), length]
}

/** Places of the source for each unit that is written, and for the end. Only whole steps have a place of their own. */
class Writer {
  text = ''
  private places: number[] = []

  constructor(private readonly marks: boolean) {}

  write(written: string, place: number): void {
    const spelled = this.marks ? written.replaceAll(' ', MARK) : written
    this.text += spelled
    for (let i = 0; i < spelled.length; i++) this.places.push(place)
  }

  /** Takes spaces off the end; gives where the rest ends, or null. */
  trim(): number | null {
    const space = this.marks ? MARK : ' '
    let end: number | null = null
    while (this.text.endsWith(space)) {
      this.text = this.text.slice(0, -1)
      end = this.places.pop()!
    }
    return end
  }

  /** A unit ends where the next one begins: one character may stand for several. */
  finish(source: AlignedText, end: number): AlignedText {
    const sourcePlace = (place: number): number => (place < source.text.length ? source.starts[place]! : (source.ends[place - 1] ?? 0))
    const builder = new AlignedBuilder()
    for (let i = 0; i < this.text.length; i++)
      builder.push(this.text[i]!, sourcePlace(this.places[i]!), sourcePlace(this.places[i + 1] ?? end))
    return builder.finish()
  }
}

function prepared(source: AlignedText, rules: Rules): AlignedText {
  const { text: whole } = source
  const writer = new Writer(rules.marks)
  let at = 0
  while (rules.trims && at < whole.length) {
    const [written, length] = stepAt(rules, whole, at)
    if (written !== ' ') break
    at += length
  }
  if (at >= whole.length) return source.slice(0, 0)
  if (rules.addsPrefix && !rules.asSuffix) writer.write(' ', at)
  let afterSpace = rules.trims
  while (at < whole.length) {
    const [written, length] = stepAt(rules, whole, at)
    const rest = afterSpace ? written.replace(/^ +/, '') : written
    writer.write(rest, at)
    if (rest !== '') afterSpace = rest.endsWith(' ')
    if (!rules.trims) afterSpace = false
    at += length
  }
  const end = (rules.trims ? writer.trim() : null) ?? at
  if (rules.addsPrefix && rules.asSuffix) writer.write(' ', end)
  return writer.finish(source, end)
}

/** `{"type": "SentencePiece", …}`, which no tokenizer.json has: made of a SentencePiece file. */
export function readPreparation(part: Fields, where: string): (source: AlignedText) => AlignedText {
  const map = text(part['precompiled_charsmap'] ?? '', `${where}.precompiled_charsmap`)
  const rules: Rules = {
    map: map === '' ? null : CharacterMap.read(bytesOfBase64(map, where), where),
    symbols: new SymbolFinder(list(part['symbols'] ?? [], `${where}.symbols`).map((symbol, i) => text(symbol, `${where}.symbols[${i}]`))),
    addsPrefix: flag(part['add_dummy_prefix'], `${where}.add_dummy_prefix`, true),
    trims: flag(part['remove_extra_whitespaces'], `${where}.remove_extra_whitespaces`, true),
    marks: flag(part['escape_whitespaces'], `${where}.escape_whitespaces`, true),
    asSuffix: flag(part['treat_whitespace_as_suffix'], `${where}.treat_whitespace_as_suffix`, false),
  }
  return (source) => prepared(source, rules)
}
