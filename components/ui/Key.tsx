/* Keys as they stand on the keyboard: `⇧ L` is two caps. */
export function Keys({ of }: { readonly of: string }) {
  return (
    <span className="keys">
      {of.split(' ').map((key) => (
        <kbd key={key} className="key">
          {key}
        </kbd>
      ))}
    </span>
  )
}
