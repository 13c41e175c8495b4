/*
 * The wires of a sheet, under its nodes: wires of one port are one path, so that their trunk is painted once; where two
 * cross, the later carries a halo in the sheet's colour. Straight lines to what is being dragged.
 */
'use client'
import { useStore } from '@xyflow/react'
import { memo, useMemo, useState } from 'react'
import { useLiveFact } from './context'
import { portPlace, rectOf, type Point } from './measure'
import type { SheetShape, SheetNode, SheetWire } from './model'
import { rounded, routeAll, type Trip } from './route'
import { drawnEnds, wireKey } from './wire-key'

const touches = (wire: SheetWire, dragging: ReadonlySet<string>): boolean => {
  const { from, to } = drawnEnds(wire)
  return dragging.has(from.node) || dragging.has(to.node)
}

interface Laid {
  readonly wire: SheetWire
  readonly key: string
  readonly d: string
}
interface Net {
  readonly key: string
  readonly source: string
  readonly type: string
  readonly laid: readonly Laid[]
}

const NONE: ReadonlySet<string> = new Set()

interface WiresProps {
  readonly shape: SheetShape
  readonly dragging: ReadonlySet<string>
  /** Nodes whose incoming wires are lit. */
  readonly lit: ReadonlySet<string>
  readonly chosen: string | null
  /** Takes the node that is dragged over it. */
  readonly landing: string | null
  readonly onChoose: (key: string | null) => void
}

export const Wires = memo(function Wires({ shape, dragging = NONE, lit, chosen, landing, onChoose }: WiresProps) {
  const [pointed, setPointed] = useState<string | null>(null)
  const nets = useMemo(() => layNets(shape), [shape])
  const loud = pointed ?? chosen
  return (
    <svg className={`wires ${loud ? 'has-loud' : ''}`} aria-hidden>
      {nets.map((net) => (
        <NetPaths key={net.key} net={net} dragging={dragging} lit={lit} loud={loud} />
      ))}
      {landing &&
        nets.flatMap((net) =>
          net.laid.filter(({ key }) => key === landing).map(({ key, d }) => <path key={key} className="wire landing" d={d} />),
        )}
      {dragging.size > 0 && <Dragged shape={shape} dragging={dragging} />}
      {nets.flatMap((net) =>
        net.laid
          .filter(({ wire }) => !touches(wire, dragging))
          .map(({ key, d }) => (
            <path
              key={key}
              className="wire-hit"
              d={d}
              onPointerEnter={() => setPointed(key)}
              onPointerLeave={() => setPointed(null)}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={(event) => {
                event.stopPropagation()
                onChoose(key === chosen ? null : key)
              }}
            />
          )),
      )}
    </svg>
  )
})

interface NetProps {
  readonly net: Net
  readonly dragging: ReadonlySet<string>
  readonly lit: ReadonlySet<string>
  readonly loud: string | null
}
const NetPaths = memo(function NetPaths({ net, dragging, lit, loud }: NetProps) {
  const stale = useLiveFact(net.source, (view) => view?.state === 'stale' || view?.state === 'blocked')
  const drawn = net.laid.filter(({ wire }) => !touches(wire, dragging))
  if (drawn.length === 0) return null
  const look = ({ key, wire }: Laid) => (key === loud ? 'loud' : lit.has(wire.to.node) ? 'lit' : 'plain')
  const looks = [...new Set(drawn.map(look))].sort((a) => (a === 'plain' ? -1 : 1))
  const holdsLoud = drawn.some(({ key }) => key === loud)
  return (
    <g className={holdsLoud ? 'net holds-loud' : 'net'} style={{ color: `var(--port-${net.type}, var(--ink-3))` }}>
      <path className="halo" d={drawn.map(({ d }) => d).join('')} />
      {looks.map((name) => (
        <path
          key={name}
          className={`wire ${name} ${stale ? 'stale' : ''}`}
          d={drawn
            .filter((laid) => look(laid) === name)
            .map(({ d }) => d)
            .join('')}
        />
      ))}
    </g>
  )
})

/** While a node is dragged its wires are straight and plain; they are laid again where it comes to rest. */
function Dragged({ shape, dragging }: { readonly shape: SheetShape; readonly dragging: ReadonlySet<string> }) {
  const places = useStore(
    (store) => [...dragging].map((id) => ({ id, at: store.nodeLookup.get(id)?.internals.positionAbsolute })),
    (a, b) => a.every((place, index) => place.at?.x === b[index]?.at?.x && place.at?.y === b[index]?.at?.y),
  )
  const moved = new Map(places.flatMap(({ id, at }) => (at ? [[id, at] as const] : [])))
  const nodes = new Map(shape.nodes.map((node) => [node.id, { ...node, ...moved.get(node.id) }]))
  const touched = shape.wires.filter((wire) => touches(wire, dragging))
  return touched.map((wire) => {
    const [from, to] = endsOf(wire, nodes)
    return (
      from &&
      to && (
        <path
          key={wireKey(wire)}
          className="wire plain"
          style={{ color: `var(--port-${wire.type}, var(--ink-3))` }}
          d={rounded([from, to])}
        />
      )
    )
  })
}

function endsOf(wire: SheetWire, nodes: ReadonlyMap<string, SheetNode>): readonly [Point | null, Point | null] {
  const place = (id: string, side: 'in' | 'out', port: string) => {
    const node = nodes.get(id)
    const at = node && portPlace(node, side, port)
    return node && at ? { x: node.x + at.x, y: node.y + at.y } : null
  }
  const { from, to } = drawnEnds(wire)
  return [place(from.node, 'out', from.port), place(to.node, 'in', to.port)]
}

function layNets(shape: SheetShape): readonly Net[] {
  const nodes = new Map(shape.nodes.map((node) => [node.id, node]))
  const nets = new Map<string, Net & { laid: Laid[] }>()
  for (const within of new Set(shape.wires.map((wire) => wire.within))) {
    const ready = shape.wires.flatMap((wire) => {
      const [from, to] = wire.within === within ? endsOf(wire, nodes) : [null, null]
      const start = drawnEnds(wire).from
      return from && to ? [{ wire, trip: { net: `${start.node}.${start.port}`, from, to } satisfies Trip }] : []
    })
    // Inside a frame its own nodes are in the way, outside it is the frame.
    const obstacles = shape.nodes.filter((node) => node.parent === within && !definitionFrame(node)).map(rectOf)
    const paths = routeAll(
      ready.map(({ trip }) => trip),
      obstacles,
    )
    ready.forEach(({ wire, trip }, index) => {
      const key = `${within ?? ''} ${trip.net}`
      const net = nets.get(key) ?? { key, source: wire.from.node, type: wire.type, laid: [] }
      net.laid.push({ wire, key: wireKey(wire), d: rounded(paths[index]!) })
      nets.set(key, net)
    })
  }
  return [...nets.values()]
}
const definitionFrame = (node: SheetNode): boolean => node.frame?.look === 'definition'
