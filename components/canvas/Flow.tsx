/*
 * React Flow with our nodes and our wires. It holds places while something is dragged and the viewport; everything else
 * comes from the model, and every wish goes out through the actions. Values never enter its node array.
 */
'use client'
import '@xyflow/react/dist/style.css'
import { Background, BackgroundVariant, ReactFlow, useReactFlow, ViewportPortal } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { Level, Room, type SheetRoom } from './context'
import { DragLine } from './DragLine'
import { FrameCase } from './FrameCase'
import type { View } from './frame'
import { GRID } from './measure'
import { NodeCase, type CaseNode } from './NodeCase'
import type { SheetNode } from './model'
import { Picker } from './Picker'
import { placePortals } from './portal-places'
import { Portals } from './Portals'
import { PointMenu } from '../ui'
import { Refusal } from './Refusal'
import type { SheetProps } from './sheet-props'
import { SheetHead } from './SheetHead'
import { tidyPlaces } from './tidy'
import { useClipboard } from './use-clipboard'
import { useDragWire } from './use-drag-wire'
import { pressKey } from './use-keys'
import { useSheetKeys } from './use-sheet-keys'
import { useNodes } from './use-nodes'
import { usePicker } from './use-picker'
import { wireKey } from './wire-key'
import { Wires } from './Wires'
import { zoomLevel, type ZoomLevel } from './zoom-level'

const NODE_TYPES = { case: NodeCase, frame: FrameCase }
const NOTHING: ReadonlySet<string> = new Set()
const MANY = 60

interface FlowProps extends SheetProps {
  readonly view: View
  readonly height: number | undefined
  readonly full: boolean
  readonly onFull: (full: boolean) => void
}

export function Flow({ model, live, actions, selection, tools, crumbs = [], onRename, view, height, full, onFull }: FlowProps) {
  const flow = useReactFlow<CaseNode>()
  const frame = useRef<HTMLDivElement>(null)
  const [level, setLevel] = useState<ZoomLevel>(() => zoomLevel(view.zoom))
  const [menu, setMenu] = useState<{ readonly ids: readonly string[]; readonly at: { readonly x: number; readonly y: number } } | null>(
    null,
  )
  const [chosenWire, setChosenWire] = useState<string | null>(null)
  const { nodes, dragging, landing, onNodesChange } = useNodes(model, selection, actions)
  const picker = usePicker(model, actions, frame)
  const drag = useDragWire(model, actions, frame, picker)
  useSteadyView(view, full, model.nodes.length)

  const room = useMemo<SheetRoom>(() => ({ live, actions, openPort: picker.openPort }), [live, actions, picker.openPort])
  const portals = useMemo(() => placePortals(model.shape), [model.shape])
  const lit = useMemo(() => (selection.length > 0 ? new Set(selection) : NOTHING), [selection])
  const wire = model.wires.find((each) => wireKey(each) === chosenWire) ?? null
  const tidy = useCallback(async () => actions.move(await tidyPlaces(model), 'Tidied the sheet'), [actions, model])
  const frameNodes = (ids: readonly string[]) => {
    const many = ids.length > 0 ? { nodes: ids.map((id) => ({ id })) } : {}
    void flow.fitView({ ...many, padding: 0.06, maxZoom: 1, duration: motion(160) })
  }
  const openMenu = (ids: readonly string[], at: { readonly x: number; readonly y: number }) => setMenu({ ids, at })
  const keys = useSheetKeys({
    model,
    selection,
    actions,
    wire,
    flow,
    frame,
    full,
    onFull,
    onTidy: tidy,
    onFrame: frameNodes,
    picker,
    dropWire: () => setChosenWire(null),
    live,
    onMenu: openMenu,
  })
  const clipboard = useClipboard(actions, selection, picker.pointerPlace)
  const press = (event: KeyboardEvent) => {
    if (!pressKey(event, keys)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const doubleClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.classList.contains('react-flow__pane'))
      picker.add({ x: event.clientX, y: event.clientY })
  }

  const contextMenu = (event: MouseEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('input, textarea, [contenteditable], .panel-place')) return
    event.preventDefault()
    const id = event.target.closest('[data-node]')?.getAttribute('data-node')
    const ids = !id ? [] : selection.includes(id) ? selection : [id]
    if (id && !selection.includes(id)) actions.select([id])
    openMenu(ids, { x: event.clientX, y: event.clientY })
  }

  return (
    <Level.Provider value={level}>
      <Room.Provider value={room}>
        <SheetHead
          name={model.name}
          count={model.nodes.filter((node) => node.kind !== 'define').length}
          full={full}
          onRename={onRename}
          onAdd={picker.addAtCentre}
          onFrame={() => frameNodes([])}
          onTidy={() => void tidy()}
          onFull={() => onFull(!full)}
          tools={tools}
          crumbs={crumbs}
        />
        <div
          ref={frame}
          className="sheet"
          style={{ height }}
          data-level={level}
          tabIndex={-1}
          onKeyDown={press}
          onDoubleClick={doubleClick}
          onPointerMove={picker.track}
          onContextMenu={contextMenu}
          {...clipboard}
        >
          <ReactFlow<CaseNode>
            nodes={nodes}
            edges={[]}
            nodeTypes={NODE_TYPES}
            onNodesChange={onNodesChange}
            connectionLineComponent={DragLine}
            isValidConnection={drag.isValid}
            onConnectStart={drag.onStart}
            onConnectEnd={drag.onEnd}
            onNodeClick={(event, { id }) => {
              if (!event.ctrlKey && !event.metaKey && !event.shiftKey) actions.select([id])
            }}
            onPaneClick={() => {
              setChosenWire(null)
              actions.select([])
              frame.current?.focus({ preventScroll: true })
            }}
            onMove={(_, { zoom }) => {
              setLevel(zoomLevel(zoom))
              // For words that keep their size on the screen.
              frame.current?.style.setProperty('--zoom', String(zoom))
            }}
            defaultViewport={view}
            minZoom={0.1}
            maxZoom={2}
            snapToGrid
            snapGrid={[GRID, GRID]}
            zoomOnScroll={full}
            preventScrolling={full}
            zoomOnDoubleClick={false}
            connectOnClick={false}
            deleteKeyCode={null}
            selectionKeyCode="Shift"
            multiSelectionKeyCode={['Meta', 'Control']}
            disableKeyboardA11y
            nodeDragThreshold={3}
            onlyRenderVisibleElements={model.nodes.length > MANY}
            proOptions={{ hideAttribution: true }}
          >
            <Background variant={BackgroundVariant.Dots} gap={16} size={1.6} />
            <ViewportPortal>
              <Wires
                shape={model.shape}
                dragging={dragging}
                lit={lit}
                chosen={chosenWire}
                landing={landing.wire}
                onChoose={setChosenWire}
              />
              <Portals placed={portals} />
              <DropFrame node={model.nodes.find((node) => node.id === landing.frame)} />
            </ViewportPortal>
          </ReactFlow>
          {model.nodes.length === 0 && <EmptySheet onAdd={picker.addAtCentre} />}
          {drag.refused && <Refusal refused={drag.refused} onClose={drag.forget} />}
        </div>
        <PointMenu
          items={menu ? actions.commands(menu.ids) : []}
          label={menu?.ids.length === 1 ? `What can be done with ${menu.ids[0]}` : 'What can be done with these nodes'}
          at={menu?.at ?? null}
          onClose={() => setMenu(null)}
          onLeave={() => returnFocus(frame.current, selection.at(-1), null)}
        />
        <Picker list={picker.list} onClose={picker.close} onLeave={(before) => returnFocus(frame.current, selection.at(-1), before)} />
      </Room.Provider>
    </Level.Provider>
  )
}

/** The frame that would take what is dragged. */
function DropFrame({ node }: { readonly node: SheetNode | undefined }) {
  if (!node?.frame) return null
  return <div className="drop-frame" style={{ left: node.x, top: node.y, width: node.frame.width, height: node.frame.height }} />
}

/** To the node that is chosen, to the one that had it, or to the sheet. */
function returnFocus(frame: HTMLElement | null, id: string | undefined, before: Element | null): void {
  const node = id === undefined ? null : frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  const had = before instanceof HTMLElement && frame?.contains(before) ? before : frame
  ;(node ?? had)?.focus({ preventScroll: true })
}

const motion = (ms: number): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms)

function EmptySheet({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <div className="void">
      <p className="void-title">An empty sheet</p>
      <p>Start from a prompt and a model; the rest can be wired later.</p>
      <button type="button" className="btn" onClick={onAdd}>
        Add a node <kbd className="key">⇥</kbd>
      </button>
    </div>
  )
}

/** The first view stays until the viewer moves it; it follows the width of the page and a sheet that grew. */
function useSteadyView(view: View, full: boolean, count: number) {
  const flow = useReactFlow()
  const last = useRef(view)
  useEffect(() => {
    const now = flow.getViewport()
    const untouched = Math.abs(now.x - last.current.x) < 1 && Math.abs(now.y - last.current.y) < 1 && now.zoom === last.current.zoom
    last.current = view
    if (untouched || full) void flow.setViewport(view)
  }, [flow, view.x, view.y, view.zoom, full, count, view])
}
