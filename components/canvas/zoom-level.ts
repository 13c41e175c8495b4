/* Four levels of drawing. A node's footprint is the same in each; only what is drawn in it thins out (9-look). */
export type ZoomLevel = 'whole' | 'figure' | 'plate' | 'block'

export function zoomLevel(zoom: number): ZoomLevel {
  if (zoom >= 0.75) return 'whole'
  if (zoom >= 0.4) return 'figure'
  return zoom >= 0.15 ? 'plate' : 'block'
}
