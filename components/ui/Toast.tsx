/* Short words about what was done, with at most one way back. One place, the newest below; gone after eight seconds. */
'use client'
import { Toast as Radix } from 'radix-ui'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { IconButton } from './Button'
import { Icon } from './Icon'

export interface ToastWords {
  readonly words: string
  readonly tone?: 'plain' | 'error'
  readonly action?: { readonly label: string; readonly onAct: () => void }
}
interface Shown extends ToastWords {
  readonly id: number
}

const Say = createContext<(toast: ToastWords) => void>(() => undefined)
export const useToast = (): ((toast: ToastWords) => void) => useContext(Say)

export function ToastRoom({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([])
  const say = useCallback((toast: ToastWords) => {
    setShown((now) => [...now.slice(-2), { ...toast, id: (now.at(-1)?.id ?? 0) + 1 }])
  }, [])
  const drop = useCallback((id: number) => setShown((now) => now.filter((toast) => toast.id !== id)), [])
  const list = useMemo(() => shown.map((toast) => <One key={toast.id} toast={toast} onClose={() => drop(toast.id)} />), [shown, drop])
  return (
    <Say.Provider value={say}>
      <Radix.Provider duration={8000} label="Message">
        {children}
        {list}
        <Radix.Viewport className="toasts" />
      </Radix.Provider>
    </Say.Provider>
  )
}

function One({ toast, onClose }: { readonly toast: Shown; readonly onClose: () => void }) {
  return (
    <Radix.Root className={`float toast ${toast.tone === 'error' ? 'is-error' : ''}`} onOpenChange={(open) => !open && onClose()}>
      {toast.tone === 'error' && <Icon name="octagon-alert" small />}
      <Radix.Title className="toast-words">{toast.words}</Radix.Title>
      {toast.action && (
        <Radix.Action altText={toast.action.label} asChild>
          <button type="button" className="link" onClick={toast.action.onAct}>
            {toast.action.label}
          </button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon="x" label="Dismiss" small />
      </Radix.Close>
    </Radix.Root>
  )
}
