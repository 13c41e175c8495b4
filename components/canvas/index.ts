/* The door of the canvas room: the only one that knows React Flow. */
export { Sheet } from './Sheet'
export { SheetList } from './SheetList'
export { frameSize, insideOf, wallPorts } from './frames'
export { rectOf as sizeOf } from './measure'
export { placeInColumns } from './order'
export { roomBelow } from './portal-places'
export { footWords, mendOf, stateWords, timeWords } from './words'
export type { Crumb } from './sheet-props'
export type {
  FittingKind,
  Fix,
  Frame,
  KindEntry,
  LiveNode,
  LiveNodes,
  NodeCommand,
  PortRef,
  SheetActions,
  SheetModel,
  SheetNode,
  SheetPort,
  SheetPortal,
  SheetShape,
  SheetWire,
  Verdict,
  WallRow,
} from './model'
