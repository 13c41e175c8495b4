/* The door of this room: any panel of lib/viz, drawn. It never asks which kind of node made it. */
'use client'
import { memo } from 'react'
import type { AnyPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { AttentionView } from './AttentionView'
import { BarsView } from './BarsView'
import { BitsView } from './BitsView'
import { CardView } from './CardView'
import { ConversationView } from './ConversationView'
import { DistributionView } from './DistributionView'
import { HeadGridView } from './HeadGridView'
import { HeatView } from './HeatView'
import { LatticeView } from './LatticeView'
import { RibbonsView } from './RibbonsView'
import { ScatterView } from './ScatterView'
import { DiffView, HistogramView, NumberView } from './SmallViews'
import { TableView } from './TableView'
import { TextView } from './TextView'
import { TokensView } from './TokensView'

export type { OnAction, PanelAction, PanelProps } from './actions'

export const PanelView = memo(function PanelView(props: PanelProps<AnyPanel>) {
  const { panel, ...rest } = props
  switch (panel.panel) {
    case 'text':
      return <TextView {...rest} panel={panel} />
    case 'tokens':
      return <TokensView {...rest} panel={panel} />
    case 'bits':
      return <BitsView {...rest} panel={panel} />
    case 'number':
      return <NumberView {...rest} panel={panel} />
    case 'bars':
      return <BarsView {...rest} panel={panel} />
    case 'distribution':
      return <DistributionView {...rest} panel={panel} />
    case 'heat':
      return <HeatView {...rest} panel={panel} />
    case 'attention':
      return <AttentionView {...rest} panel={panel} />
    case 'headGrid':
      return <HeadGridView {...rest} panel={panel} />
    case 'histogram':
      return <HistogramView {...rest} panel={panel} />
    case 'table':
      return <TableView {...rest} panel={panel} />
    case 'scatter':
      return <ScatterView {...rest} panel={panel} />
    case 'ribbons':
      return <RibbonsView {...rest} panel={panel} />
    case 'diff':
      return <DiffView {...rest} panel={panel} />
    case 'conversation':
      return <ConversationView {...rest} panel={panel} />
    case 'lattice':
      return <LatticeView {...rest} panel={panel} />
    case 'card':
      return <CardView {...rest} panel={panel} />
  }
})
