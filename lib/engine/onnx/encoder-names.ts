/* The names by which ONNX files of encoders give what a text became. */

/** A row for each token [T,C]: Hugging Face's name, and sentence-transformers'. */
export const ROWS = ['last_hidden_state', 'token_embeddings'] as const
/** A vector for the text [C]. BERT's `pooler_output` is not among them: it was made for another task. */
export const VECTORS = ['sentence_embedding', 'sentence_embeddings', 'text_embeds', 'text_embedding', 'dense_vecs', 'embeddings'] as const
export const KNOWN_NAMES = [...ROWS, VECTORS[0]].join(', ')
