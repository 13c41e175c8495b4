/* What the menu and the inspector do with nodes: run, set how they run, pin, wrap, detach. Ids are those of the document. */
import type { Json } from '../../lib/graph/json'
import type { Notebook, Operation } from './document-types'
import type { RegionKind } from './structure'

export type Setting = 'mode' | 'mute' | 'bypass' | 'retry' | 'fallback' | 'pin'

export interface NodeDoors {
  run(ids: readonly string[]): void
  runTo(id: string): void
  runFrom(id: string): void
  runBranch(id: string): void
  /** Undefined takes it away. A refusal comes back as its sentence. */
  setSetting(id: string, setting: Setting, value: Json | undefined): string | null
  /** Pins each output at the value it has. */
  pinNow(id: string): void
  wrap(ids: readonly string[], kind: RegionKind): void
  unwrap(id: string): void
  move(ids: readonly string[], into: string | null): void
  makeSubgraph(ids: readonly string[]): void
  detach(id: string): void
  /** The model it holds as an ONNX file. */
  exportModel(id: string): void
}

export const definitionNames = (notebook: Notebook): readonly string[] =>
  notebook.blocks.flatMap((block) => (block.type === 'define' ? [block.name] : []))

/** What a pin or fallback of a node holds for one output, changed; undefined where nothing is left. */
export function withOutput(value: Json | undefined, port: string, given: Json | undefined): Json | undefined {
  const before = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {}
  const { [port]: _old, ...others } = before
  const next = given === undefined ? others : { ...others, [port]: given }
  return Object.keys(next).length > 0 ? next : undefined
}

export const settingWords: Readonly<Record<Setting, string>> = {
  mode: 'how it runs',
  mute: 'mute',
  bypass: 'bypass',
  retry: 'retries',
  fallback: 'the fallback',
  pin: 'the pin',
}
export const setSettingOperation = (id: string, setting: Setting, value: Json | undefined): Operation => ({
  op: 'set-setting',
  id,
  setting,
  value,
})
