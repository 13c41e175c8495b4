/* The door to texts of any length. Only this room knows the library behind the large ones. */
export { LARGE } from './large'
export { TextPlace } from './TextPlace'
