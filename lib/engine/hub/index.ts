/* The folder's door, safe in a browser: the hub, its references, and stores in memory and in the browser's private files. */
export { Hub, USUAL_HOST, type FetchOptions, type HubOptions } from './hub'
export { memoryStore } from './memory-store'
export { progressWords } from './pace'
export { privateStore, type Folder } from './private-store'
export { isHubSource, readReference, referenceText } from './reference'
export type { HubClock, HubFile, HubListing, HubModel, HubOffer, HubProgress, HubStore, KeptModel } from './types'
