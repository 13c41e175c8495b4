/* How a node is run, as fields of its own beside its params: `mode: manual`, `mute: yes`, `retry: 3`, `pin: {text: Once}`. */
import { RESERVED_FIELDS, RUN_MODES, type NodeSettings } from '../graph/graph'
import type { Json } from '../graph/json'
import { nameFault } from './names'
import type { Reads } from './value'

export type SettingName = (typeof RESERVED_FIELDS)[number]
const NAMES: ReadonlySet<string> = new Set(RESERVED_FIELDS)
export const isSetting = (name: string): name is SettingName => NAMES.has(name)

const MOST_RETRIES = 20
const LONGEST_WAIT = 3600

export const settingReads = (name: SettingName): Reads =>
  name === 'mode' ? 'choice' : name === 'mute' || name === 'bypass' ? 'switch' : 'any'

/** What is wrong with a setting's value, as a sentence; null when nothing is. */
export function settingFault(name: SettingName, value: Json): string | null {
  if (name === 'mode') return RUN_MODES.some((mode) => mode === value) ? null : `\`mode\` is one of ${RUN_MODES.join(', ')}.`
  if (name === 'mute' || name === 'bypass') return typeof value === 'boolean' ? null : `\`${name}\` takes yes or no.`
  if (name === 'retry') return retryFault(value)
  const record = asRecord(value)
  if (!record) return `\`${name}\` takes values by output: \`${name}: {text: Once}\`.`
  const bad = Object.keys(record).find((port) => nameFault(port) !== null)
  return bad === undefined ? null : `\`${name}\`: \`${bad.slice(0, 60)}\` is not the name of an output.`
}
function retryFault(value: Json): string | null {
  const wanted = '`retry` takes a number of times, or `{times: 3, wait: 2}` with seconds.'
  const within = (given: Json | undefined, most: number) => typeof given === 'number' && given >= 0 && given <= most
  if (typeof value === 'number')
    return Number.isInteger(value) && within(value, MOST_RETRIES) ? null : `${wanted} At most ${MOST_RETRIES} times.`
  const record = asRecord(value)
  if (!record || Object.keys(record).some((key) => key !== 'times' && key !== 'wait')) return wanted
  if (!within(record['times'], MOST_RETRIES) || !Number.isInteger(record['times'])) return `${wanted} At most ${MOST_RETRIES} times.`
  return record['wait'] === undefined || within(record['wait'], LONGEST_WAIT) ? null : `${wanted} At most ${LONGEST_WAIT} seconds.`
}
const asRecord = (value: Json): { readonly [key: string]: Json } | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : null

/** Whether a setting says nothing and is left out of node and file. */
export const saysNothing = (value: Json | undefined): boolean =>
  value === undefined ||
  value === 'auto' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/** A setting of a node by its name in the file. */
export const settingOf = (settings: NodeSettings | undefined, name: SettingName): Json | undefined => settings?.[name] as Json | undefined
