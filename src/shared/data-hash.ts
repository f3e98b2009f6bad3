/** The start of a data set's hash: enough to tell data sets apart by eye. */
export const shownHash = (hash: string): string => hash.slice(0, 12)
