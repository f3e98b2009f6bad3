export { makeProtocol, largestWay, type ProtocolOptions } from './protocol.ts'
export { hashTrials } from './protocol-hash.ts'
export { scoreTrials, rowDistance } from './score.ts'
export { judge, picturesOf, runTrials, summarise, type WayDistance } from './trials.ts'
