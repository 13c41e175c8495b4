/* Sampling on the full vocabulary: probabilities, the chain of stages, the draw. */
export { argmax, drawFrom, entropyBits, exactSoftmax, softmax } from './probabilities'
export { readStage, sampleChain } from './chain'
