/* What page and worker say to each other. Everything here survives structured clone. */
import type { Json } from '../graph/json'
import type { EngineStatus, EvaluatorPlan, NodeView } from './types'

export type ToWorker =
  | { readonly say: 'plan'; readonly plan: EvaluatorPlan }
  | { readonly say: 'observe'; readonly ids: readonly string[] }
  | { readonly say: 'run'; readonly ids?: readonly string[] | undefined }
  | { readonly say: 'cancel'; readonly ids?: readonly string[] | undefined }
  | { readonly say: 'viewer-input'; readonly id: string; readonly input: Json | undefined }
  /** Answered by `pong` as soon as the worker reads it: the watch over a worker that hangs. */
  | { readonly say: 'ping'; readonly number: number }
  | { readonly say: 'settle'; readonly number: number }

export type FromWorker =
  /** Views without `panels` keep the panels sent before: only the state changed. */
  | { readonly say: 'views'; readonly views: readonly (Omit<NodeView, 'panels'> & { readonly panels?: NodeView['panels'] })[] }
  | { readonly say: 'status'; readonly status: EngineStatus }
  | { readonly say: 'pong'; readonly number: number }
  | { readonly say: 'settled'; readonly number: number }
