/* How large a notebook may be. Generous for people, small enough that a hostile file costs little (8-safety). */
export const LIMITS = {
  /** UTF-16 units of the whole file. */
  file: 8 * 1024 * 1024,
  frontMatter: 64 * 1024,
  blocks: 10_000,
  nodes: 20_000,
  fieldsPerNode: 500,
  /** Lists and maps inside each other, in values and in front matter. */
  nesting: 32,
  /** Items of one list or map. */
  items: 50_000,
  /** Regions inside each other. */
  regions: 12,
  text: 2 * 1024 * 1024,
  name: 64,
} as const
