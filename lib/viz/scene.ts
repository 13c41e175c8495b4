/*
 * A panel as a scene: rectangles, text, lines and pixels with their places, colours by the names of tokens.css. What is
 * drawn of it (SVG, a terminal's blocks) is another matter. Text widths are reckoned, so scenes are the same everywhere.
 */
import type { AnyPanel } from './panels'
import { sceneOfBits } from './scenes/bits'
import { sceneOfAttention, sceneOfHeadGrid, sceneOfHeat } from './scenes/maps'
import { sceneOfBars, sceneOfDistribution, sceneOfHistogram } from './scenes/bars'
import { sceneOfLattice } from './scenes/lattice'
import { sceneOfRibbons } from './scenes/ribbons'
import { sceneOfScatter } from './scenes/scatter'
import type { Scene, SceneOptions } from './scenes/scene-types'
import { sceneOfCard, sceneOfNumber, sceneOfTable } from './scenes/facts'
import { sceneOfConversation } from './scenes/turns'
import { sceneOfDiff, sceneOfText, sceneOfTokens } from './scenes/words'

export type { Mark, Paint, Scene, SceneOptions } from './scenes/scene-types'

export function sceneOf(panel: AnyPanel, options: SceneOptions = {}): Scene {
  switch (panel.panel) {
    case 'text':
      return sceneOfText(panel, options)
    case 'tokens':
      return sceneOfTokens(panel, options)
    case 'bits':
      return sceneOfBits(panel, options)
    case 'number':
      return sceneOfNumber(panel, options)
    case 'bars':
      return sceneOfBars(panel, options)
    case 'distribution':
      return sceneOfDistribution(panel, options)
    case 'heat':
      return sceneOfHeat(panel, options)
    case 'attention':
      return sceneOfAttention(panel, options)
    case 'headGrid':
      return sceneOfHeadGrid(panel, options)
    case 'histogram':
      return sceneOfHistogram(panel, options)
    case 'table':
      return sceneOfTable(panel, options)
    case 'scatter':
      return sceneOfScatter(panel, options)
    case 'ribbons':
      return sceneOfRibbons(panel, options)
    case 'diff':
      return sceneOfDiff(panel, options)
    case 'conversation':
      return sceneOfConversation(panel, options)
    case 'lattice':
      return sceneOfLattice(panel, options)
    case 'card':
      return sceneOfCard(panel, options)
  }
}
