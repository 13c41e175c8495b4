/* What is wrong in the file, each at its line and column. The rest of the notebook works. */
'use client'
import { useSyncExternalStore } from 'react'
import { Glyph } from '../viz/Glyph'
import { useNotebook, useSession } from './hooks'

export function Problems() {
  const session = useSession()
  const notebook = useNotebook()
  const problems = useSyncExternalStore(session.onNotebook, session.problems, session.problems)
  if (problems.length === 0) return null
  return (
    <section className="problems" aria-label="Problems in the file">
      <h2>
        <Glyph state="error" />
        {notebook.broken
          ? 'This file is open for reading only'
          : problems.length === 1
            ? 'One problem in the file'
            : `${problems.length} problems in the file`}
      </h2>
      <ul>
        {problems.slice(0, 12).map((problem, index) => (
          <li key={index}>
            <code>
              line {problem.line}, column {problem.column}
            </code>
            <span>
              {problem.message} {problem.hint && <span className="quiet">{problem.hint}</span>}
            </span>
          </li>
        ))}
      </ul>
      {notebook.broken && <pre className="broken-source">{notebook.source}</pre>}
    </section>
  )
}
