/* What page and worker say to each other. Everything here survives structured clone. */
import type { GivenFile } from '../engine'
import type { Json } from '../graph/json'
import type { NodeError } from '../graph/states'
import type { SentPlan } from './sent-plan'
import type { Answers, EngineStatus, ExportedModel, NodeView, OutputView, Question } from './types'

export type ToWorker =
  | { readonly say: 'plan'; readonly plan: SentPlan }
  | { readonly say: 'observe'; readonly ids: readonly string[] }
  | { readonly say: 'run'; readonly ids?: readonly string[] | undefined }
  | { readonly say: 'run-from'; readonly ids: readonly string[] }
  | { readonly say: 'allow'; readonly ids: readonly string[] }
  | { readonly say: 'prioritise'; readonly ids: readonly string[] }
  | { readonly say: 'ask'; readonly number: number; readonly question: Question }
  | { readonly say: 'cancel'; readonly ids?: readonly string[] | undefined }
  | { readonly say: 'clear-kept' }
  | { readonly say: 'viewer-input'; readonly id: string; readonly input: Json | undefined }
  | { readonly say: 'choose-iteration'; readonly region: string; readonly index: number }
  | { readonly say: 'export-model'; readonly number: number; readonly id: string }
  | { readonly say: 'stop-export'; readonly number: number }
  /** A model's files, given by hand: before the plan that names them. */
  | { readonly say: 'files'; readonly name: string; readonly files: readonly GivenFile[] }
  /** Answered by `pong` as soon as the worker reads it: the watch over a worker that hangs. */
  | { readonly say: 'ping'; readonly number: number }
  | { readonly say: 'settle'; readonly number: number }

/** Without `panels` or `outputs`: those sent before, only the state changed. */
export type SentView = Omit<NodeView, 'panels' | 'outputs'> & {
  readonly panels?: NodeView['panels']
  readonly outputs?: Readonly<Record<string, SentOutput>>
}
/** Without `json`: it is large and comes by itself, as text, once nothing is left to compute. */
export type SentOutput = Omit<OutputView, 'json'> & { readonly json?: Json }

export type FromWorker =
  | { readonly say: 'views'; readonly views: readonly SentView[] }
  | { readonly say: 'printed'; readonly id: string; readonly port: string; readonly hash: string | undefined; readonly text: string }
  | { readonly say: 'status'; readonly status: EngineStatus }
  | { readonly say: 'answer'; readonly number: number; readonly answer: Answers[keyof Answers] }
  | { readonly say: 'exporting'; readonly number: number; readonly share: number; readonly words?: string | undefined }
  | { readonly say: 'exported'; readonly number: number; readonly model: ExportedModel }
  | { readonly say: 'not-exported'; readonly number: number; readonly error: NodeError }
  | { readonly say: 'pong'; readonly number: number }
  | { readonly say: 'settled'; readonly number: number }
