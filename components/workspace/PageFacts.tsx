/* What this page runs on and what it holds: backend with its reason, threads, memory, kept results, and what the viewer agreed to. */
'use client'
import { Button, Dialog } from '../ui'
import { cacheWords } from './cache-words'
import { useSession, useStatus } from './hooks'
import { bytesWords } from './models/bytes'

export function PageFacts({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const { backend, threads, models, memoryBytes, memoryLimit, kept, lacks } = useStatus()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="What this page runs on">
      <dl className="page-facts">
        <Fact name="Backend">
          {backend || 'none yet: no model is open'}
          <span className="quiet">, {threads === 1 ? 'one thread' : `${threads} threads`}</span>
        </Fact>
        {models.map(({ name, digest, bytes }) => (
          <Fact key={digest} name="Model">
            {name}, {bytesWords(bytes)} of weights <code className="quiet">{digest.slice(0, 12)}</code>
          </Fact>
        ))}
        {models.map(({ digest, prefixCache }) => {
          const words = cacheWords(prefixCache)
          return (
            words && (
              <Fact key={`cache ${digest}`} name="Texts read">
                {words}
              </Fact>
            )
          )
        })}
        <Fact name="Results in memory">
          {bytesWords(memoryBytes)} of {bytesWords(memoryLimit)}; the least recently used leave first
        </Fact>
        {kept && (
          <Fact name="Results kept">
            {bytesWords(kept.bytes)} of {bytesWords(kept.limit)} in this browser, for the next visit{' '}
            <Button disabled={kept.bytes === 0} onClick={() => session.clearKept()}>
              Clear
            </Button>
          </Fact>
        )}
        {lacks.map((lack) => (
          <Fact key={lack} name="Lacks">
            {lack}
          </Fact>
        ))}
      </dl>
    </Dialog>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
