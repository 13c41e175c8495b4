/*
 * Jinja's interpreter with Python's manners where @huggingface/jinja 0.5.11 has JavaScript's: a text and a number do not add, None and True print as
 * such, a list prints with Python's quotes, strip takes characters, nothing has no attributes. Counts every expression that it evaluates.
 */
import { BoundedInterpreter, type Evaluate } from './budget'
import { asJson, readLayout } from './python-json'
import { booleanValue, equal, isString, printed, pythonType, stringValue, stripped, type Side, type Value } from './python-values'

type Node = Parameters<Evaluate>[0]
type Scope = Parameters<Evaluate>[1]
/** A node of the syntax tree; each type has its own fields. */
type Fields = Node & Readonly<Record<string, unknown>>
/** Absent bounds of a slice are asked for too. */
type Asked = Fields | undefined

const STATEMENTS = new Set(['Program', 'Set', 'If', 'For', 'Macro', 'CallStatement', 'FilterStatement', 'Break', 'Continue', 'Comment'])
const BODIES = ['body', 'alternate', 'defaultBlock']

/** Marks what is printed: expressions that stand where statements do. In place, once a tree. */
export function markOutput(node: Node): void {
  const fields = node as Record<string, unknown> & Node
  for (const name of BODIES) {
    const body = fields[name]
    if (!Array.isArray(body)) continue
    fields[name] = body.map((each: Node) => {
      if (!STATEMENTS.has(each.type)) return { type: 'Printed', expression: each }
      markOutput(each)
      return each
    })
  }
}

const evaluated = (value: Value): Node => ({ type: 'Evaluated', value }) as Node
const nameOf = (node: unknown): string | null => {
  const { type, value } = node as { type?: string; value?: unknown }
  return type === 'Identifier' && typeof value === 'string' ? value : null
}

export class PythonInterpreter extends BoundedInterpreter {
  override evaluate(...[statement, scope]: Parameters<Evaluate>): Value {
    const node = statement as Asked
    switch (node?.type) {
      case 'Evaluated':
        return node['value'] as Value
      case 'Printed':
        return stringValue(printed(this.evaluate(node['expression'] as Node, scope)))
      case 'BinaryExpression':
        return this.binary(node, scope)
      case 'CallExpression':
        return this.call(node, scope)
      case 'FilterExpression':
        return this.filter(node, scope)
      case 'MemberExpression':
        return this.member(node, scope)
      default:
        return super.evaluate(statement, scope)
    }
  }

  private binary(node: Fields, scope: Scope): Value {
    const operator = (node['operator'] as { value: string }).value
    if (!['+', '~', '==', '!='].includes(operator)) return super.evaluate(node, scope)
    const left = this.evaluate(node['left'] as Node, scope)
    const right = this.evaluate(node['right'] as Node, scope)
    if (operator === '~') return stringValue(printed(left) + printed(right))
    if (operator !== '+') return booleanValue(equal(left, right) === (operator === '=='))
    if (isString(left) !== isString(right)) {
      throw new Error(`it adds ${pythonType(right)} to ${pythonType(left)}, which Python refuses: only texts are put behind a text.`)
    }
    return super.evaluate({ ...node, left: evaluated(left), right: evaluated(right) } as Node, scope)
  }

  /** strip, lstrip and rstrip; all other calls as they are. */
  private call(node: Fields, scope: Scope): Value {
    const callee = node['callee'] as Fields
    const name = callee.type === 'MemberExpression' && callee['computed'] !== true ? nameOf(callee['property']) : null
    if (name !== 'strip' && name !== 'lstrip' && name !== 'rstrip') return super.evaluate(node, scope)
    const object = this.evaluate(callee['object'] as Node, scope)
    if (!isString(object)) return super.evaluate({ ...node, callee: { ...callee, object: evaluated(object) } } as Node, scope)
    const given = (node['args'] as Node[]).map((each) => this.evaluate(each, scope))[0]
    const characters = given && isString(given) ? (given.value as string) : undefined
    return stringValue(stripped(object.value as string, name satisfies Side, characters))
  }

  private filter(node: Fields, scope: Scope): Value {
    const filter = node['filter'] as Fields
    const name = filter.type === 'CallExpression' ? nameOf(filter['callee']) : nameOf(filter)
    if (name !== 'trim' && name !== 'tojson' && name !== 'string') return super.evaluate(node, scope)
    const operand = this.evaluate(node['operand'] as Node, scope)
    if (name === 'trim') return stringValue(stripped(printed(operand), 'strip'))
    if (name === 'string') return stringValue(printed(operand))
    const args = (filter['args'] as Fields[] | undefined) ?? []
    const named = new Map<string, Value>()
    let first: Value | undefined
    for (const each of args) {
      if (each.type === 'KeywordArgumentExpression') named.set(nameOf(each['key']) ?? '', this.evaluate(each['value'] as Node, scope))
      else first ??= this.evaluate(each, scope)
    }
    return asJson(operand, readLayout(named, first))
  }

  /** What is not there has no parts to ask for. */
  private member(node: Fields, scope: Scope): Value {
    const object = this.evaluate(node['object'] as Node, scope)
    if (object.type === 'UndefinedValue') {
      const name = nameOf(node['property'])
      throw new Error(`it asks for ${name ? `“${name}”` : 'a part'} of something that is not there.`)
    }
    return super.evaluate({ ...node, object: evaluated(object) } as Node, scope)
  }
}
