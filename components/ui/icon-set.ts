/* The icons that first paint needs, by their lucide names. Others are found by name in a chunk loaded on first use. */
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import BadgeCheck from 'lucide-react/icons/badge-check'
import BookOpen from 'lucide-react/icons/book-open'
import Box from 'lucide-react/icons/box'
import Braces from 'lucide-react/icons/braces'
import Calculator from 'lucide-react/icons/calculator'
import ChartBar from 'lucide-react/icons/chart-bar'
import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Columns2 from 'lucide-react/icons/columns-2'
import Columns3 from 'lucide-react/icons/columns-3'
import Copy from 'lucide-react/icons/copy'
import Crosshair from 'lucide-react/icons/crosshair'
import Dices from 'lucide-react/icons/dices'
import Download from 'lucide-react/icons/download'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Eraser from 'lucide-react/icons/eraser'
import Fullscreen from 'lucide-react/icons/fullscreen'
import Grid3x3 from 'lucide-react/icons/grid-3x3'
import Hash from 'lucide-react/icons/hash'
import Keyboard from 'lucide-react/icons/keyboard'
import Languages from 'lucide-react/icons/languages'
import Layers from 'lucide-react/icons/layers'
import List from 'lucide-react/icons/list'
import ListChecks from 'lucide-react/icons/list-checks'
import Lock from 'lucide-react/icons/lock'
import Maximize from 'lucide-react/icons/maximize'
import Minus from 'lucide-react/icons/minus'
import OctagonAlert from 'lucide-react/icons/octagon-alert'
import Moon from 'lucide-react/icons/moon'
import Move3d from 'lucide-react/icons/move-3d'
import Network from 'lucide-react/icons/network'
import PanelRight from 'lucide-react/icons/panel-right'
import PenLine from 'lucide-react/icons/pen-line'
import Pencil from 'lucide-react/icons/pencil'
import Pin from 'lucide-react/icons/pin'
import Play from 'lucide-react/icons/play'
import Plus from 'lucide-react/icons/plus'
import Redo from 'lucide-react/icons/redo-2'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Scan from 'lucide-react/icons/scan'
import Search from 'lucide-react/icons/search'
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal'
import Square from 'lucide-react/icons/square'
import StickyNote from 'lucide-react/icons/sticky-note'
import Sun from 'lucide-react/icons/sun'
import SunMoon from 'lucide-react/icons/sun-moon'
import Target from 'lucide-react/icons/target'
import TextAlignStart from 'lucide-react/icons/text-align-start'
import TextCursorInput from 'lucide-react/icons/text-cursor-input'
import Trash from 'lucide-react/icons/trash-2'
import Type from 'lucide-react/icons/type'
import Undo from 'lucide-react/icons/undo-2'
import Upload from 'lucide-react/icons/upload'
import Workflow from 'lucide-react/icons/workflow'
import X from 'lucide-react/icons/x'

export type IconDrawing = typeof X

export const ICONS: Readonly<Record<string, IconDrawing>> = {
  'arrow-down': ArrowDown,
  'arrow-up': ArrowUp,
  'badge-check': BadgeCheck,
  'book-open': BookOpen,
  box: Box,
  braces: Braces,
  calculator: Calculator,
  'chart-bar': ChartBar,
  'chevron-down': ChevronDown,
  'chevron-right': ChevronRight,
  'columns-2': Columns2,
  'columns-3': Columns3,
  copy: Copy,
  crosshair: Crosshair,
  dices: Dices,
  download: Download,
  ellipsis: Ellipsis,
  eraser: Eraser,
  fullscreen: Fullscreen,
  'grid-3x3': Grid3x3,
  hash: Hash,
  keyboard: Keyboard,
  languages: Languages,
  layers: Layers,
  list: List,
  'list-checks': ListChecks,
  lock: Lock,
  maximize: Maximize,
  minus: Minus,
  'octagon-alert': OctagonAlert,
  moon: Moon,
  'move-3d': Move3d,
  network: Network,
  'panel-right': PanelRight,
  'pen-line': PenLine,
  pencil: Pencil,
  pin: Pin,
  play: Play,
  plus: Plus,
  'redo-2': Redo,
  'rotate-ccw': RotateCcw,
  scan: Scan,
  search: Search,
  'sliders-horizontal': SlidersHorizontal,
  square: Square,
  'sticky-note': StickyNote,
  sun: Sun,
  'sun-moon': SunMoon,
  target: Target,
  'text-align-start': TextAlignStart,
  'text-cursor-input': TextCursorInput,
  'trash-2': Trash,
  type: Type,
  'undo-2': Undo,
  upload: Upload,
  workflow: Workflow,
  x: X,
}

/** `grid-3x3` → `Grid3x3`, as the whole set names its exports. */
const exportName = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** An icon outside the first set; null where lucide has none of this name. */
export async function findIcon(name: string): Promise<IconDrawing | null> {
  const all = (await import('lucide-react')).icons as Readonly<Record<string, IconDrawing>>
  return all[exportName(name)] ?? null
}
