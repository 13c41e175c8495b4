/* The door of the notebook room: files to notebooks and back, operations, the graph for the runtime. */
export { parseNotebook, notebookOfGraph } from './parse'
export { canonicalSource, nodeText, sheetText, writeNotebook } from './write'
export { entriesOf, graphOf, planOf, type NotebookPlan } from './graph-of'
export { findDirectives, type Directive } from './directives'
export { closestNames, nameFault } from './names'
export type * from './types'
