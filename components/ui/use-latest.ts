/* The newest value for callbacks that outlive a render. Not for reading while rendering. */
'use client'
import { useLayoutEffect, useRef, type RefObject } from 'react'

export function useLatest<Value>(value: Value): RefObject<Value> {
  const ref = useRef(value)
  useLayoutEffect(() => {
    ref.current = value
  })
  return ref
}
