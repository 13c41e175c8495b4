/* `/kinds/`: the catalogue; each kind has its section and address, `/kinds/#odds`. */
import type { Metadata } from 'next'
import { Kinds } from '../../components/workspace/Kinds'

export const metadata: Metadata = { title: 'Kinds · Vitrine' }

export default function Page() {
  return <Kinds />
}
