/* The kinds as the palette offers them, and which of them a wire fits. */
import type { KindCard } from '../../lib/session/types'
import type { FittingKind, KindEntry, PortRef } from '../canvas'

export function entriesOf(cards: readonly KindCard[]): readonly KindEntry[] {
  return cards.flatMap((card) => [
    {
      key: card.kind,
      kind: card.kind,
      title: card.title,
      summary: card.summary,
      icon: card.icon,
      group: card.group,
      words: card.tags,
      params: {},
    },
    ...card.presets.map((preset) => ({
      key: `${card.kind}/${preset.title}`,
      kind: card.kind,
      title: preset.title,
      summary: preset.summary,
      icon: card.icon,
      group: card.group,
      words: Object.values(preset.params).filter((value) => typeof value === 'string'),
      params: preset.params,
    })),
  ])
}

export interface TypeFit {
  /** Whether a value of the first type may enter a port of the second. */
  (from: string, to: string): boolean
}
export interface ConverterFact {
  readonly from: string
  readonly to: string
  readonly kind: string
}

/** Entries with a port that the other end of the wire could be. */
export function fittingKinds(
  entries: readonly KindEntry[],
  card: (kind: string) => KindCard | undefined,
  port: PortRef,
  type: string,
  fits: TypeFit,
  converters: readonly ConverterFact[],
): readonly FittingKind[] {
  return entries.flatMap((entry): readonly FittingKind[] => {
    const ports = card(entry.kind)?.ports(entry.params)
    const ends = port.side === 'out' ? ports?.inputs : ports?.outputs
    const exact = ends?.find((end) => end.type === type)
    const found = exact ?? ends?.find((end) => (port.side === 'out' ? fits(type, end.type) : fits(end.type, type)))
    if (!found) return []
    const converter = converters.some((line) => line.kind === entry.kind && (port.side === 'out' ? line.from === type : line.to === type))
    return [{ entry, port: found.name, converter }]
  })
}

/** A free id made of the kind: `odds`, `odds-2`. */
export function freeId(kind: string, taken: ReadonlySet<string>): string {
  if (!taken.has(kind)) return kind
  for (let number = 2; ; number++) if (!taken.has(`${kind}-${number}`)) return `${kind}-${number}`
}
