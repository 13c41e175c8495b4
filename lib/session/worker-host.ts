/* The worker's side: one evaluator behind a message port. Knows messages, not windows. */
import type { LocalEvaluator } from './evaluator'
import type { FromWorker, ToWorker } from './messages'
import type { NodeView } from './types'

/** Answers messages with `post`; returns what to call with each message received. */
export function hostEvaluator(evaluator: LocalEvaluator, post: (message: FromWorker) => void): (message: ToWorker) => void {
  const sent = new Map<string, NodeView['panels']>()
  evaluator.onViews((views) =>
    post({
      say: 'views',
      views: views.map((view) => {
        if (sent.get(view.id) === view.panels) return withoutPanels(view)
        sent.set(view.id, view.panels)
        return view
      }),
    }),
  )
  evaluator.onStatus((status) => post({ say: 'status', status }))
  return (message) => {
    switch (message.say) {
      case 'plan':
        return evaluator.setPlan(message.plan)
      case 'observe':
        return evaluator.observe(message.ids)
      case 'run':
        return evaluator.run(message.ids)
      case 'cancel':
        return evaluator.cancel(message.ids)
      case 'viewer-input':
        return evaluator.setViewerInput(message.id, message.input)
      case 'ping':
        return post({ say: 'pong', number: message.number })
      case 'settle':
        void evaluator.settled().then(() => post({ say: 'settled', number: message.number }))
    }
  }
}

function withoutPanels(view: NodeView): Omit<NodeView, 'panels'> {
  const { panels: _, ...rest } = view
  return rest
}
