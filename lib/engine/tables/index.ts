/* The door of tables: texts and files as named columns and rows. */
export { readChats, type ChatForm } from './chats'
export { isParquet, readParquet } from './parquet'
export { FORMATS, readTable, type Format, type Grid, type ReadOptions } from './read'
