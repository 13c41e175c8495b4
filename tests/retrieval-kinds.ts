/* Kinds that a test of one kind wires before it: a kind's own folder knows no other kind. */
export { embed } from '../lib/nodes/embed/embed'
export { index } from '../lib/nodes/index/index'
export { split } from '../lib/nodes/split/split'
