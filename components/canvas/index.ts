/* The door of the canvas room: the only one that knows React Flow. */
export { Sheet } from './Sheet'
export { SheetList } from './SheetList'
export { placeInColumns } from './order'
export { roomBelow } from './portal-places'
export { footWords, mendOf, stateWords, timeWords } from './words'
export type {
  FittingKind,
  Fix,
  KindEntry,
  LiveNode,
  LiveNodes,
  PortRef,
  SheetActions,
  SheetModel,
  SheetNode,
  SheetPort,
  SheetPortal,
  SheetShape,
  SheetWire,
  Verdict,
} from './model'
