/*
 * A text on its way through normalizers and pre-tokenizers: what it is now, and for each of its UTF-16 units the range of the source it stands for.
 * Both halves of a surrogate pair carry the range of the whole character.
 */

/** A character of a rewritten text. `change`: 0 replaces one character, 1 is put in beside the last one, −n replaces one and swallows n more. */
export type Rewrite = readonly [character: string, change: number]

const ASCII = /^\p{ASCII}*$/u

export class AlignedText {
  constructor(
    readonly text: string,
    readonly starts: Int32Array,
    readonly ends: Int32Array,
  ) {}

  static from(text: string): AlignedText {
    const starts = new Int32Array(text.length)
    const ends = new Int32Array(text.length)
    for (let unit = 0; unit < text.length;) {
      const size = text.codePointAt(unit)! > 0xffff ? 2 : 1
      starts.fill(unit, unit, unit + size)
      ends.fill(unit + size, unit, unit + size)
      unit += size
    }
    return new AlignedText(text, starts, ends)
  }

  slice(from: number, to: number): AlignedText {
    return new AlignedText(this.text.slice(from, to), this.starts.subarray(from, to), this.ends.subarray(from, to))
  }

  /** Writes the text anew, character by character; `skipped` characters at its beginning have gone. */
  rewrite(characters: Iterable<Rewrite>, skipped = 0): AlignedText {
    const builder = new AlignedBuilder()
    let at = 0
    const advance = (): void => {
      at += at < this.text.length && this.text.codePointAt(at)! > 0xffff ? 2 : 1
    }
    for (let i = 0; i < skipped; i++) advance()
    for (const [character, change] of characters) {
      const from = change > 0 ? at - 1 : at
      builder.push(character, this.starts[from] ?? 0, this.ends[from] ?? 0)
      for (let i = change > 0 ? 1 : change; i <= 0; i++) advance()
    }
    return builder.finish()
  }

  /** The same places under another text, unit for unit. */
  respelled(text: string): AlignedText {
    return text === this.text ? this : new AlignedText(text, this.starts, this.ends)
  }

  /** Writes anew only what `pattern` (global) matches; all between stays as it is. */
  rewriteStretches(pattern: RegExp, rewrite: (text: string) => Iterable<Rewrite>): AlignedText {
    let builder: AlignedBuilder | null = null
    let done = 0
    for (const found of this.text.matchAll(pattern)) {
      builder ??= new AlignedBuilder()
      builder.append(this.slice(done, found.index))
      done = found.index + found[0].length
      builder.append(this.slice(found.index, done).rewrite(rewrite(found[0])))
    }
    if (!builder) return this
    builder.append(this.slice(done, this.text.length))
    return builder.finish()
  }

  /** Puts `prefix` in front; its characters stand for the first one. An empty text stays empty. */
  prepend(prefix: string): AlignedText {
    if (this.text === '' || prefix === '') return this
    return new AlignedText(prefix + this.text, led(this.starts, prefix.length), led(this.ends, prefix.length))
  }

  /** Puts `suffix` behind; its characters stand for the last one. */
  append(suffix: string): AlignedText {
    if (this.text === '' || suffix === '') return this
    const builder = new AlignedBuilder()
    builder.append(this)
    builder.push(suffix, this.starts[this.starts.length - 1]!, this.ends[this.ends.length - 1]!)
    return builder.finish()
  }

  get ascii(): boolean {
    return ASCII.test(this.text)
  }
}

/** Collects an AlignedText piece by piece. */
export class AlignedBuilder {
  private text = ''
  private starts = new Int32Array(64)
  private ends = new Int32Array(64)
  private size = 0

  /** All units of `text` stand for the same range. */
  push(text: string, start: number, end: number): void {
    const from = this.grow(text)
    for (let i = from; i < this.size; i++) {
      this.starts[i] = start
      this.ends[i] = end
    }
  }

  append(other: AlignedText): void {
    const from = this.grow(other.text)
    this.starts.set(other.starts, from)
    this.ends.set(other.ends, from)
  }

  finish(): AlignedText {
    return new AlignedText(this.text, this.starts.slice(0, this.size), this.ends.slice(0, this.size))
  }

  /** Makes room; gives where the new text begins. */
  private grow(text: string): number {
    const from = this.size
    this.text += text
    this.size += text.length
    if (this.size > this.starts.length) {
      this.starts = widened(this.starts, this.size)
      this.ends = widened(this.ends, this.size)
    }
    return from
  }
}

/** The first place again, `times` over, before all. */
function led(places: Int32Array, times: number): Int32Array {
  const out = new Int32Array(places.length + times)
  out.fill(places[0]!, 0, times)
  out.set(places, times)
  return out
}

function widened(array: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(Math.max(size, array.length * 2))
  wide.set(array)
  return wide
}
