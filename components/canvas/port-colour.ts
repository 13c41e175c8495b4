/* The colour of a port type's wires. One of several types, not yet known which, wears the first's: `model|tensor`. */
export const portColour = (type: string): string => `var(--port-${type.split('|')[0]}, var(--ink-3))`
