export function seeded(seed: number): () => number
export function texts(seed: number, count: number): string[]
export function asked(all: readonly string[], i: number): { text: string; special: boolean; pair: string | undefined }
