/** Plain data, as a notebook file or a message can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
