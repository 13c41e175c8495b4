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

  /** Puts `prefix` in front; its characters stand for the first one. An empty text stays empty. */
  prepend(prefix: string): AlignedText {
    if (this.text === '' || prefix === '') return this
    const builder = new AlignedBuilder()
    builder.push(prefix, this.starts[0]!, this.ends[0]!)
    builder.append(this)
    return builder.finish()
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
  private readonly parts: string[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []

  /** All units of `text` stand for the same range. */
  push(text: string, start: number, end: number): void {
    this.parts.push(text)
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start)
      this.ends.push(end)
    }
  }

  append(other: AlignedText): void {
    this.parts.push(other.text)
    for (let i = 0; i < other.text.length; i++) {
      this.starts.push(other.starts[i]!)
      this.ends.push(other.ends[i]!)
    }
  }

  finish(): AlignedText {
    return new AlignedText(this.parts.join(''), Int32Array.from(this.starts), Int32Array.from(this.ends))
  }
}
