export default {
  tabs: 'What to look at',
  tab: { trials: 'Trials', ways: 'Ways and shots', verification: 'Verification', confusion: 'Confusion' },
  lead: {
    trials:
      'One-shot trials on classes the network has never been trained on: which of N supports shows the same thing as the query?',
    ways: 'How the accuracy falls with more classes to choose from, and rises with more supports of each.',
  },
  about: 'Classes',
  classes: { validation: 'Validation classes ({count})', test: 'Test classes ({count})' },
  validationText: 'Never trained on, but they chose the checkpoint: what they show is a little too good.',
  lockedTitle: 'The test classes are locked',
  locked:
    'Set aside so that one number would be honest. Looking at them uses them up as a test. Each look is noted in the run and counted.',
  open: 'Used once as a test; each further look is noted. | Used {uses} times as a test; each further look is noted.',
  unlock: 'Look at the test classes',
  noClassesText:
    'None are left to test on: train again with classes set aside, or evaluate other pictures under Trials.',
  cancelled: 'Cancelled. What was embedded is kept.',
  goOn: 'Go on',
  way: 'Ways (N)',
  shot: 'Shots (k)',
  ways: 'ways',
  shots: 'shots',
  accuracy: 'Accuracy',
  widest: 'These classes allow up to {way}.',
  newDraw: 'Draw new trials',
  againstWays: 'Accuracy against ways, {shot}-shot',
  againstShots: 'Accuracy against shots, {way}-way',
  nested:
    'The trials are drawn once with {way} classes; for fewer ways each keeps its query and the first of the others. Supports are drawn anew for every number of shots.',
  nestedGroups: 'Within groups, each trial is as wide as its group: the larger the way, the fewer trials it stands on.',
}
