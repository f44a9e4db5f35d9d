/* What the simulations use of the program. */
export { falseAlarms } from './unchanged-rounds'
export { coverage } from './bounded-answers'
