type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** An object without the fields that are undefined: options that were not given must not override defaults. */
export function definedOnly<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>
}
