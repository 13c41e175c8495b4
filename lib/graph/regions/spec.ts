/*
 * What a kind declares when its node stands for more than one computation: a region that repeats its body, a use of a
 * definition, a choice among its inputs. Shared code reads these and never asks which kind it holds.
 */
import type { Json } from '../json'
import type { Boxed, PortType } from '../port-type'

/** One round of a region. `values`: what the region's own id gives in it, by name. */
export interface Iteration {
  /** In a few words, for messages: `k 4, item 2`. */
  readonly label: string
  readonly values: Readonly<Record<string, Boxed>>
}
export interface Iterations {
  /** Names of the current values, `index` left out: every region gives its own place. */
  readonly names: readonly string[]
  readonly rounds: readonly Iteration[]
  /** What `gather` will want to know of them: axes, how many were left out. Plain data. */
  readonly about?: Json
}

/** What iterations are made of. `entries`: the wires of the param that `RegionSpec.entries` names. */
export interface RegionGiven {
  readonly node: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly entries: Readonly<Record<string, readonly Boxed[]>>
}

/** What a region has when its iterations are through, or so far. */
export interface Gathered {
  readonly node: string
  readonly params: Readonly<Record<string, unknown>>
  readonly iterations: Iterations
  /** By name, a value for each iteration; undefined where none was made (yet). */
  readonly kept: Readonly<Record<string, readonly (Boxed | undefined)[]>>
  /** Of turns: the state after the last one, and whether the test ended it. */
  readonly last?: Readonly<Record<string, Boxed | undefined>>
  readonly ended?: boolean
}

/** Names of the params that play the parts of a loop. */
export interface TurnsSpec {
  /** Named wires from outside: the state of the first turn. */
  readonly carry: string
  /** Named wires from the body: the state of the next turn. */
  readonly next: string
  /** Wired from the body and read before `next`: a truth value that ends it. */
  readonly until: string
}

export interface RegionSpec {
  /** Param of named wires from the body: what is kept of every iteration. */
  readonly keep: string
  /** Param of named wires from outside that iterations are made of. */
  readonly entries?: string
  /** Param with the number of iterations that may be at work at once. */
  readonly parallel?: string
  /** Iterations, all before the first one runs. Of turns: as many as there may be. Pure and quick; throws NodeFailure. */
  iterations(given: RegionGiven): Iterations
  /** One turn after another, each from the state the one before left. */
  readonly turns?: TurnsSpec
  /** The place of an iteration as a value. */
  place(index: number): Boxed
  /** The region's outputs. Pure and quick; also called while some values are missing. */
  gather(gathered: Gathered): Readonly<Record<string, unknown>>
}

/** A node that gives one of its inputs and lets only that one be computed. */
export interface LazySpec {
  /** The input that takes many wires. */
  readonly of: string
  /** The output that gives the chosen one. */
  readonly gives: string
  /** The place of the wire. Throws NodeFailure where there is none. */
  choose(params: Readonly<Record<string, unknown>>, count: number): number
}

/** A node that stands for a definition. */
export interface UseSpec {
  /** The param that names it. */
  readonly of: string
  /** The param of values for its inner nodes: `{"node.param": value}`. */
  readonly overrides: string
  /** The port type of a name in the definition's head. */
  readonly typeNamed: (name: string) => PortType<any> | undefined
}

/** What of a node's wires its ports may depend on, besides its params. */
export interface Wired {
  /** Names of entries in params made of wires, by param: `carry: [page]`. */
  readonly entries: Readonly<Record<string, readonly string[]>>
  /** The definition it uses. */
  readonly definition?: { readonly inputs: Readonly<Record<string, string>>; readonly outputs: readonly string[] }
}
export const NOTHING_WIRED: Wired = { entries: {} }

/** The place of the iteration, in every region: a number. */
export const INDEX = 'index'
