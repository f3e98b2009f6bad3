/** Runs that differ by their seed alone. */
export default {
  group: 'Group by seed',
  title: '{count} seeds of {recipe}',
  mean: 'Mean of {count} seeds, SD {deviation} points',
  short: 'Mean, SD {deviation} points',
  none: 'no two evaluated on the same trials',
  tick: 'Compare the seeds of {recipe}',
  place: 'Training {place} of {count}',
  all: '{count} seeds',
  waiting: 'not begun',
  wholeTime: 'all of them in about {time}',
  startRest: 'Train the rest ({count})',
  evaluateAll: 'All {count} seeds',
  evaluateAllText: 'Each on the same trials; gives mean and spread.',
  evaluating: '{what}, seed {place} of {count}',
  over: 'Over seeds',
  interval:
    "95 % interval of the mean by Student's t over {count} seeds; it does not count that the trials are a sample.",
}
