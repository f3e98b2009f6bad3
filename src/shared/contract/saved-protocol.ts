/** In a choice of trials, a saved protocol is named by this and its hash. */
export const SAVED = 'saved:'

/** Longest text of a protocol a page may send: what a WebSocket message takes, less its envelope. */
export const LONGEST_PROTOCOL = 6_000_000
