/* `/notebook/?id=…`: one address for every notebook, so that any file server can answer it. */
import { Suspense } from 'react'
import { Frame, NotebookRoute } from '../../components/workspace/NotebookRoute'

export default function Page() {
  return (
    <Suspense fallback={<Frame />}>
      <NotebookRoute />
    </Suspense>
  )
}
