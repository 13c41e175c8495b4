/* The door of the controls room: params JSON Schema → form. */
export { Control, type WiredValue } from './Control'
export { Form } from './Form'
export { useTyped } from './use-typed'
export { labelOf, lookOf, paramsOf, type ParamSchema, type Plain } from './schema'
