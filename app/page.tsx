/* `/`: the shelf. */
import { Shelf } from '../components/workspace/Shelf'

export default function Page() {
  return <Shelf />
}
