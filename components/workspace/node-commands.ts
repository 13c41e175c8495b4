/* What can be done with chosen nodes, in words: the menu of a node, and of several. */
import type { Session } from '../../lib/session/types'
import type { NodeCommand, SheetActions, SheetModel } from '../canvas'
import type { CardLookup } from './draw-node'
import { memberOf } from './members'
import { definitionNames, type NodeDoors } from './node-doors'

type Modes = 'auto' | 'live' | 'manual' | 'frozen'
const MODES: readonly { readonly mode: Modes; readonly label: string; readonly icon: string }[] = [
  { mode: 'auto', label: 'Run by itself where it is quick', icon: 'zap' },
  { mode: 'live', label: 'Run always', icon: 'activity' },
  { mode: 'manual', label: 'Run only when asked', icon: 'hand' },
  { mode: 'frozen', label: 'Freeze', icon: 'snowflake' },
]

interface Room {
  readonly session: Session
  readonly card: CardLookup
  readonly doors: NodeDoors
  readonly sheet: Pick<SheetActions, 'copy' | 'duplicate' | 'paste' | 'remove' | 'open'>
  readonly model: SheetModel | undefined
  readonly holdsModel: (id: string) => boolean
}

export function commandsFor(ids: readonly string[], room: Room): readonly NodeCommand[] {
  const [id] = ids
  const member = id === undefined ? undefined : memberOf(room.session.notebook(), id)
  if (id === undefined || !member) return [{ label: 'Paste', icon: 'clipboard-paste', keys: 'Ctrl V', onSelect: () => room.sheet.paste() }]
  const one = ids.length === 1
  return [
    ...running(ids, room),
    ...(one ? settings(id, room) : []),
    ...structure(ids, room),
    ...(one && room.holdsModel(id)
      ? [{ label: 'Download as ONNX', icon: 'download', divided: true, onSelect: () => room.doors.exportModel(id) }]
      : []),
    { label: 'Copy', icon: 'copy', keys: 'Ctrl C', divided: true, onSelect: () => room.sheet.copy(ids) },
    { label: 'Cut', icon: 'scissors', keys: 'Ctrl X', onSelect: () => room.sheet.copy(ids, true) },
    { label: 'Paste', icon: 'clipboard-paste', keys: 'Ctrl V', onSelect: () => room.sheet.paste() },
    { label: 'Duplicate', icon: 'copy-plus', keys: 'Ctrl D', onSelect: () => room.sheet.duplicate(ids) },
    { label: 'Delete', icon: 'trash-2', keys: '⌫', danger: true, divided: true, onSelect: () => room.sheet.remove(ids) },
  ]
}

function running(ids: readonly string[], { doors }: Room): readonly NodeCommand[] {
  const [id] = ids
  if (ids.length !== 1 || id === undefined) return [{ label: 'Run', icon: 'play', keys: 'R', onSelect: () => doors.run(ids) }]
  return [
    { label: 'Run to here', icon: 'play', keys: 'R', onSelect: () => doors.runTo(id) },
    { label: 'Run from here', icon: 'step-forward', onSelect: () => doors.runFrom(id) },
    { label: 'Run the branch', icon: 'git-branch', onSelect: () => doors.runBranch(id) },
  ]
}

function settings(id: string, { session, doors }: Room): readonly NodeCommand[] {
  const now = memberOf(session.notebook(), id)?.from.settings ?? {}
  const mode = now.mode ?? 'auto'
  return [
    ...MODES.map((each, place) => ({
      label: each.label,
      icon: each.icon,
      on: each.mode === mode,
      divided: place === 0,
      onSelect: () => void doors.setSetting(id, 'mode', each.mode === 'auto' ? undefined : each.mode),
    })),
    {
      label: 'Mute',
      icon: 'volume-x',
      divided: true,
      on: now.mute === true,
      onSelect: () => void doors.setSetting(id, 'mute', now.mute ? undefined : true),
    },
    {
      label: 'Bypass',
      icon: 'corner-down-right',
      on: now.bypass === true,
      onSelect: () => void doors.setSetting(id, 'bypass', now.bypass ? undefined : true),
    },
    now.pin
      ? { label: 'Take the pin off', icon: 'pin-off', onSelect: () => void doors.setSetting(id, 'pin', undefined) }
      : { label: 'Pin its value', icon: 'pin', onSelect: () => doors.pinNow(id) },
  ]
}

function structure(ids: readonly string[], { session, card, doors, sheet, model }: Room): readonly NodeCommand[] {
  const members = ids.flatMap((id) => memberOf(session.notebook(), id) ?? [])
  const [only] = members.length === 1 ? members : []
  const path = members[0]?.path ?? []
  const region = only && card(only.from.kind)?.region
  const inside = path.length > (model?.nodes[0]?.kind === 'define' ? 1 : 0)
  const beside = (model?.nodes ?? []).filter(
    (node) => node.frame?.look === 'region' && node.parent === path.at(-1) && !ids.includes(node.id),
  )
  const opens = only && definitionNames(session.notebook()).includes(String(only.from.params[card(only.from.kind)?.definition ?? ''] ?? ''))
  return [
    ...(opens ? [{ label: 'Open', icon: 'corner-right-down', keys: 'O', divided: true, onSelect: () => sheet.open(only.id) }] : []),
    ...(opens ? [{ label: 'Detach', icon: 'unlink', onSelect: () => doors.detach(only.id) }] : []),
    { label: 'Wrap in a map', icon: 'repeat-1', divided: !opens, onSelect: () => doors.wrap(ids, 'map') },
    { label: 'Wrap in a loop', icon: 'refresh-cw', onSelect: () => doors.wrap(ids, 'loop') },
    { label: 'Wrap in a sweep', icon: 'grid-2x2-plus', onSelect: () => doors.wrap(ids, 'sweep') },
    { label: 'Make a subgraph', icon: 'group', onSelect: () => doors.makeSubgraph(ids) },
    ...(region && only ? [{ label: 'Unwrap', icon: 'ungroup', onSelect: () => doors.unwrap(only.id) }] : []),
    ...(inside ? [{ label: `Move out of ${path.at(-1)}`, icon: 'log-out', onSelect: () => doors.move(ids, null) }] : []),
    ...beside.map((node) => ({ label: `Move into ${node.id}`, icon: 'log-in', onSelect: () => doors.move(ids, node.id) })),
  ]
}
