/* A notebook without a page: terminal, tests and the build open it here, with the same kinds and the same evaluator. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { GraphNode } from '../graph/graph'
import type { Json } from '../graph/json'
import { wallClock } from '../graph/clock'
import type { ResultStore } from '../graph/runtime'
import { parseNotebook } from '../notebook'
import { applyOperations } from '../notebook/operations'
import type { Notebook, Operation } from '../notebook/types'
import { kindLookup } from '../nodes/lookup'
import { LocalEvaluator } from './evaluator'
import { folderFiles } from './folder-files'
import { folderModels } from './folder-models'
import { innerNodes } from './inner-nodes'
import { Models } from './models'
import { noFiles } from './no-files'
import { evaluatorPlan } from './open-notebook'
import { assertionCounts, resultsOf } from './results'
import type { HelpReader, NodeView } from './types'

export interface HeadlessOptions {
  /** Folder of the project or installation: `public/models` lies in it. */
  readonly root: string
  /** Folder of the notebook: files it names by path lie in it. */
  readonly folder?: string
  /** Changes made before anything runs: `--set node.param=value`. */
  readonly operations?: readonly Operation[]
  /** Shared by several notebooks, so that a model is loaded once. */
  readonly models?: Models
  /** Results kept between runs: `openResultFolder` of the storage room. */
  readonly store?: ResultStore
  /** Called as nodes change, for progress on stderr. */
  readonly onViews?: (views: readonly NodeView[]) => void
}

export interface Headless {
  readonly notebook: Notebook
  readonly nodes: readonly GraphNode[]
  /** Computes these nodes (all when left out) and what they need, and waits for the end. */
  run(ids?: readonly string[]): Promise<ReadonlyMap<string, NodeView>>
  /** Puts the notebook with these changes in place of the one before; what it shares with it is not computed again. */
  change(operations: readonly Operation[]): void
  /** The object of `run --format json`. */
  results(views: ReadonlyMap<string, NodeView>): Json
  assertions(views: ReadonlyMap<string, NodeView>): { readonly passed: number; readonly failed: number }
  view(id: string): NodeView | null
  /** The value at an output, for `--out`. */
  value(id: string, port: string): unknown
  /** Nodes inside regions and uses, by path. */
  readonly inner: ReadonlyMap<string, GraphNode>
  dispose(): void
}

export const modelsOf = (root: string): Models => new Models(folderModels(path.join(root, 'public', 'models')))

export function headlessEvaluator(models: Models, folder?: string, store?: ResultStore): LocalEvaluator {
  return new LocalEvaluator({
    ...(store ? { store } : {}),
    services: { models, files: folder === undefined ? noFiles : folderFiles(folder) },
    clock: wallClock,
    frame: (then) => void setTimeout(then, 0),
    status: () => ({
      backend: [...models.loaded.values()][0]?.backendReason ?? 'no model yet',
      threads: 1,
      models: [...models.loaded.values()].map((model) => ({ name: model.name, digest: model.digest, bytes: model.weightBytes })),
      memoryLimit: 0,
      lacks: [],
    }),
  })
}

export function openHeadless(source: string, options: HeadlessOptions): Headless {
  const parsed = parseNotebook(source, kindLookup)
  const { operations = [] } = options
  const notebook = operations.length > 0 ? applyOperations(parsed, operations, kindLookup).notebook : parsed
  const evaluator = headlessEvaluator(options.models ?? modelsOf(options.root), options.folder, options.store)
  const stop = options.onViews ? evaluator.onViews(options.onViews) : () => {}
  const plan = evaluatorPlan(notebook)
  const { nodes } = plan
  const inner = innerNodes(plan)
  const seenNodes = (): GraphNode[] => {
    const asked = [...inner].map(([path, node]) => ({ ...node, id: path }))
    const all = [...nodes, ...asked, ...evaluator.instances()]
    return [...new Map(all.map((node) => [node.id, node])).values()]
  }
  evaluator.setPlan(plan)
  return {
    notebook,
    nodes,
    async run(named) {
      const ids = named ?? nodes.map((node) => node.id)
      evaluator.observe(ids)
      evaluator.run(named)
      await evaluator.settled()
      const wished = ids.filter((id) => !plan.nodes.some((node) => node.id === id))
      const all = [...nodes.map((node) => node.id), ...wished, ...evaluator.instances().map((node) => node.id)]
      const seen = all.map((id) => evaluator.view(id)).filter((view) => view !== null)
      return new Map(seen.map((view) => [view.id, view]))
    },
    change(operations) {
      evaluator.setPlan(evaluatorPlan(applyOperations(notebook, operations, kindLookup).notebook))
    },
    results: (views) => resultsOf(notebook, seenNodes(), views),
    assertions: (views) => assertionCounts([...nodes, ...evaluator.instances()], views),
    inner,
    view: (id) => evaluator.view(id),
    value: (id, port) => evaluator.runtime.record(id).outputs[port]?.value,
    dispose() {
      stop()
      evaluator.dispose()
    },
  }
}

/** In-place help, from the kind's folder. */
export const folderHelp =
  (root: string): HelpReader =>
  (kind) =>
    readFile(path.join(root, 'lib', 'nodes', kind, `${kind}.md`), 'utf8')
