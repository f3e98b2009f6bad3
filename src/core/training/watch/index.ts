export { PairsWatch } from './pairs-watch.ts'
