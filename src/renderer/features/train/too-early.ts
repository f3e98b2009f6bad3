const EARLIEST = 25

/**
 * Whether a training that goes on has fed too little for a word on what it left out.
 * @param needed steps that would show every picture, where that is known
 */
export const isTooEarly = (step: number, needed: number | null) => step < Math.min(EARLIEST, needed ?? Infinity)
