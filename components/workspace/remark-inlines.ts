/*
 * Reads `:value[node.port]` and `:control[node.param]` in prose, and `:::aside` for a note at the side. Any other directive
 * is text that happens to have a colon in it, and is put back as it was written.
 */

/** `$$…$$` alone in its paragraph stands on a line of its own, also where it was written on one line. */
export function remarkDisplayMath() {
  return (tree: Tree, file: { value: unknown }): void => display(tree, String(file.value))
}

function display(parent: Tree, source: string): void {
  for (const child of parent.children ?? []) {
    const [only] = child.children ?? []
    const alone = child.type === 'paragraph' && child.children?.length === 1
    if (alone && only?.type === 'inlineMath' && slice(only, source).startsWith('$$')) {
      only.data = { ...only.data, hProperties: { className: ['language-math', 'math-display'] } }
    }
    display(child, source)
  }
}

interface Tree {
  type: string
  name?: string
  value?: string
  children?: Tree[]
  data?: { hName?: string; hProperties?: Record<string, string | string[]> }
  position?: { start: { offset?: number }; end: { offset?: number } }
}

const INLINES: Readonly<Record<string, string>> = { value: 'inline-value', control: 'inline-control' }

export function remarkInlines() {
  return (tree: Tree, file: { value: unknown }): void => walk(tree, String(file.value))
}

function walk(parent: Tree, source: string): void {
  parent.children?.forEach((child, index) => {
    if (child.type === 'textDirective') readInline(child, parent, index, source)
    else if (child.type === 'containerDirective' && child.name === 'aside') child.data = { hName: 'aside' }
    else if (child.type === 'containerDirective' || child.type === 'leafDirective') putBack(child, source)
    walk(child, source)
  })
}

function readInline(child: Tree, parent: Tree, index: number, source: string): void {
  const tag = INLINES[child.name ?? '']
  const label = textOf(child).trim()
  if (!tag || !/^[\w-]+\.[\w-]+$/.test(label)) {
    parent.children![index] = { type: 'text', value: slice(child, source) }
    return
  }
  child.data = { hName: tag, hProperties: { of: label } }
  child.children = []
}

function putBack(child: Tree, source: string): void {
  child.type = 'paragraph'
  child.children = [{ type: 'text', value: slice(child, source) }]
}

const textOf = (node: Tree): string => node.value ?? (node.children ?? []).map(textOf).join('')
const slice = (node: Tree, source: string): string => source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
