/** Names of the ready-made protocols. */
export const PROTOCOL_NAMES = ['koch', 'vinyals', 'article'] as const
export type ProtocolName = (typeof PROTOCOL_NAMES)[number]
