/** Protocols as things of their own: what they are made of, where they come from, what may be said about their numbers. */
export default {
  sets: 'Over {count} support sets: {interval}',
  setsWhy:
    'Several trials share a support set here and stand or fall together, so the interval above, which takes each for itself, tends to be too narrow. This one draws whole sets (bootstrap): the one to print.',
}
