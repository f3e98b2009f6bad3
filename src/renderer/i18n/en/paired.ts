/** Two runs on identical trials. */
export default {
  title: 'Trial by trial',
  right: '{run} right',
  wrong: '{run} wrong',
  difference: 'Difference, A − B',
  points: '{value} points',
  test: 'McNemar, exact',
  better: '{name} is better on these trials, by more than chance explains.',
  same: 'These {count} trials do not tell the two apart.',
  edge: 'Interval and test disagree: the difference is at the edge of what these trials can tell.',
  byTrial: '95 % interval by bootstrap over {units} trials.',
  bySet: '95 % interval by bootstrap over {units} support sets.',
  several: 'Each p stands for itself: the more runs are compared, the more differences appear by chance.',
  evaluate: 'Evaluate {name} on the same trials',
  goEvaluate: 'Evaluate {name}',
}
