/* The sign of the house: a glass case on its shelf, with something in it. */
export function Mark() {
  return (
    <svg viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" aria-hidden>
      <path d="M3.5 1.7h11v10.6h-11zM1.5 15.8h15M3.5 12.3v3.5M14.5 12.3v3.5" />
      <circle cx="9" cy="9.7" r="1.9" fill="currentColor" stroke="none" />
    </svg>
  )
}
