/*
 * Port types: what may run along a wire. A port type knows how to check, hash, measure and print its values; it knows
 * nothing of language models (those types live in lib/values). Ports are made from types: `Text.input('…')`.
 */
import type { Json } from './json'

/** A value at rest: plain data and its large arrays apart. Never code. */
export interface Encoded {
  readonly data: Json
  readonly arrays: readonly ArrayBufferView[]
}

export interface Encoding<Value> {
  encode(value: Value): Encoded
  /** May throw, or give anything: what it gives is checked and hashed again. `handles` are those of the node's inputs, by digest. */
  decode(encoded: Encoded, handles: ReadonlyMap<string, unknown>): Value
}

export interface Growth<Value> {
  /** undefined where the value did not just grow. */
  delta(before: Value | undefined, after: Value): Json | undefined
  apply(before: Value | undefined, delta: Json): Value
}

/** How a port type treats its values. Every function is pure and total over checked values. */
export interface PortTypeSpec<Value> {
  /** The name in files and on screen, in lower case: `tokens`. It also names the port's shape and colour. */
  readonly name: string
  /** As results print it: `Tokens`. */
  readonly title: string
  /** Names of types whose ports take a value of this type unconverted, because one contains the other (10-kinds, rule 4). */
  readonly widensTo?: readonly string[]
  /** Of an input that takes any of a few types (`oneOf`): those types. Values arrive boxed with the one they fit. */
  readonly alternatives?: readonly PortType<any>[]
  /** Called with the value when a wider port takes it: turns e.g. a Model into its Tokenizer. Default: the value itself. */
  readonly widen?: (value: Value, to: string) => unknown
  /** A sentence fragment saying what is wrong («expected …, got …»), or null. */
  check(value: unknown): string | null
  /** What a wired param takes (`temperature: <- heat.number`): a number, a text, data. Absent: values of this type cannot drive params. */
  readonly asParam?: (value: Value) => Json
  /** Parts that decide equality. Strings, numbers and typed arrays; order matters. The runtime hashes them with sha-256. */
  parts(value: Value): Iterable<string | number | ArrayBufferView>
  /** Bytes held in memory by the value, for the memo's bound. Handles (Model) count what they alone hold. */
  bytes(value: Value): number
  /** What `vitrine run --format json` prints as `value`. */
  toJson(value: Value): Json
  /**
   * Reads a value as a person wrote it, the other way round from toJson; the result is checked afterwards. Absent: values of this
   * type cannot be pinned or stand in for a failure.
   */
  readonly fromJson?: (json: Json) => unknown
  /** How values are kept between visits. Absent: they are not. */
  readonly encoding?: Encoding<Value>
  /** How a growing value differs from its last snapshot, for the log of a stream. Absent: every snapshot is kept whole. */
  readonly growth?: Growth<Value>
  /** Where the value comes from, in names people know: `{model, digest, backend}`, `{tensor, slice}`. */
  readonly facts?: (value: Value) => Readonly<Record<string, Json>>
  /** What computations on this value take turns at: the digest of a model. */
  readonly lane?: (value: Value) => string | undefined
  /** Handles inside the value that an encoded value may name by digest: the tokenizer of tokens. */
  readonly handles?: (value: Value) => Iterable<readonly [digest: string, handle: unknown]>
  /** The value in a few words for hover and status: `11 tokens`. */
  summary(value: Value): string
}

export class PortType<Value> {
  readonly name: string
  readonly title: string
  readonly widensTo: readonly string[]
  constructor(readonly spec: PortTypeSpec<Value>) {
    this.name = spec.name
    this.title = spec.title
    this.widensTo = spec.widensTo ?? []
  }
  /** A required input that takes one wire. `doc` says what is read, with dims in our alphabet. */
  input(doc: string): Input<Value, 'one'> {
    return new Input(this, doc, 'one', [])
  }
  output(doc: string): Output<Value> {
    return new Output(this, doc, false)
  }
  /** A view of this type that asks for abilities (`Model.with('inside')`), checked on the value when it arrives. */
  with(...abilities: string[]): { input(doc: string): Input<Value, 'one'> } {
    return { input: (doc) => new Input(this as PortType<Value>, doc, 'one', abilities) }
  }
}

export const definePort = <Value>(spec: PortTypeSpec<Value>): PortType<Value> => new PortType(spec)

/**
 * What an input of type `any` receives: the value with its type, since compute must ask which it is.
 * The port type named `any` accepts every type; the runtime boxes what arrives there.
 */
export interface Boxed {
  readonly type: PortType<any>
  readonly value: unknown
}

export type Arity = 'one' | 'optional' | 'many'

/** An input port. `optional` may be unwired; `many` takes several wires in order (and may be unwired). */
export class Input<Value, A extends Arity> {
  /** phantom: carries Value for inference */
  declare readonly value: Value
  constructor(
    readonly type: PortType<Value>,
    readonly doc: string,
    readonly arity: A,
    readonly abilities: readonly string[],
  ) {}
  optional(): Input<Value, 'optional'> {
    return new Input(this.type, this.doc, 'optional', this.abilities)
  }
  many(): Input<Value, 'many'> {
    return new Input(this.type, this.doc, 'many', this.abilities)
  }
}

export type Presence = 'always' | 'optional'

/** An output port. A streamed output may be emitted in parts while the node runs; only its final value is hashed. */
export class Output<Value, P extends Presence = 'always'> {
  declare readonly value: Value
  constructor(
    readonly type: PortType<Value>,
    readonly doc: string,
    readonly streams: boolean,
    readonly presence: P = 'always' as P,
  ) {}
  stream(): Output<Value, P> {
    return new Output(this.type, this.doc, true, this.presence)
  }
  /** Made only when the node has what it takes: a sampler without logits is just its rule. */
  optional(): Output<Value, 'optional'> {
    return new Output(this.type, this.doc, this.streams, 'optional')
  }
}

export type AnyInput = Input<any, Arity>
export type AnyOutput = Output<any, Presence>
export type Inputs = Readonly<Record<string, AnyInput>>
export type Outputs = Readonly<Record<string, AnyOutput>>

/** What compute receives: values by port name. */
export type InputValues<I extends Inputs> = {
  readonly [K in keyof I as I[K] extends Input<any, 'optional'> ? never : K]: I[K] extends Input<infer V, 'many'>
    ? readonly V[]
    : I[K] extends Input<infer V, Arity>
      ? V
      : never
} & {
  readonly [K in keyof I as I[K] extends Input<any, 'optional'> ? K : never]?: I[K] extends Input<infer V, Arity> ? V : never
}

/** What compute must return: every output, exactly typed; optional ones may be left out. */
export type OutputValues<O extends Outputs> = {
  readonly [K in keyof O as O[K] extends Output<any, 'optional'> ? never : K]: O[K] extends Output<infer V, Presence> ? V : never
} & {
  readonly [K in keyof O as O[K] extends Output<any, 'optional'> ? K : never]?: O[K] extends Output<infer V, Presence> ? V : never
}
