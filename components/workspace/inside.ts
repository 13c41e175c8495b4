/*
 * Which uses of definitions are open, and where. A definition's nodes are `NAME/id` in the document; what they show is
 * that of the use which was opened last: `use/id`.
 */
import type { Session } from '../../lib/session/types'
import type { LiveNodes } from '../canvas'
import { memberOf, sheetWith } from './members'
import { Spot } from './spot'

/** Uses by the id of the sheet's block, from the outermost on: ids as in the document. */
export type Crumbs = Readonly<Record<string, readonly string[]>>

export class Inside {
  readonly crumbs = new Spot<Crumbs>({})
  private readonly uses = new Map<string, string>()
  /** The same uses by their ids in the document. */
  private readonly doors = new Map<string, string>()
  constructor(private readonly session: Session) {}

  /** The definition that a use stands for. */
  nameOf(use: string): string | null {
    const name = memberOf(this.session.notebook(), use)?.from.params['of']
    return typeof name === 'string' && this.block(name) ? name : null
  }
  block(name: string) {
    const found = this.session.notebook().blocks.find((each) => each.type === 'define' && each.name === name)
    return found?.type === 'define' ? found : undefined
  }

  /** The use through which a definition's node is seen, where it stands on a sheet of its own right. */
  useOf(id: string): string | null {
    const cut = id.indexOf('/')
    return cut < 0 ? null : (this.doors.get(id.slice(0, cut)) ?? null)
  }

  enter(use: string): void {
    const name = this.nameOf(use)
    const sheet = sheetWith(this.session.notebook(), use)
    if (name === null || !sheet) return
    const [block, path] = this.placeOf(sheet)
    this.uses.set(name, this.liveId(use))
    this.doors.set(name, use)
    this.crumbs.set({ ...this.crumbs.get(), [block]: [...path, use] })
  }
  /** Back to a use on the way, or to the sheet itself. */
  leave(block: string, depth: number): void {
    const path = this.crumbs.get()[block] ?? []
    for (const [at, use] of path.slice(0, depth).entries()) {
      const name = this.nameOf(use)
      if (name !== null) this.uses.set(name, at === 0 ? use : this.liveId(use))
    }
    this.crumbs.set({ ...this.crumbs.get(), [block]: path.slice(0, depth) })
  }
  /** A node of the sheet itself is to be seen. */
  leaveFor(id: string): void {
    const sheet = id.includes('/') ? undefined : sheetWith(this.session.notebook(), id)
    if (sheet && (this.crumbs.get()[sheet.id]?.length ?? 0) > 0) this.leave(sheet.id, 0)
  }

  /** The block on the page whose sheet shows this one now, and the way there. */
  private placeOf(sheet: { readonly id: string; readonly type: string; readonly name: string }): readonly [string, readonly string[]] {
    if (sheet.type === 'graph') return [sheet.id, []]
    const found = Object.entries(this.crumbs.get()).find(([, path]) => this.nameOf(path.at(-1) ?? '') === sheet.name)
    return found ?? [sheet.id, []]
  }

  liveId = (id: string): string => {
    const cut = id.indexOf('/')
    const use = cut < 0 ? undefined : this.uses.get(id.slice(0, cut))
    return use === undefined ? id : `${use}${id.slice(cut)}`
  }

  live(nodes: LiveNodes): LiveNodes {
    return { view: (id) => nodes.view(this.liveId(id)), onView: (id, listener) => nodes.onView(this.liveId(id), listener) }
  }
}
