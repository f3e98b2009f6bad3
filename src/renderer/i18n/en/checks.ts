export default {
  title: 'Checks',
  counts: '{doubtful} to look at, {passed} in order',
  again: 'Check again',
  waiting: 'Nothing has been checked yet.',
  more: 'and {count} more',
  severity: { warning: 'Warning', note: 'Note', passed: 'In order' },
  doing: {
    opening: 'Opening the run',
    reading: 'Reading pictures',
    embedding: 'Embedding pictures of training and held-out classes',
    comparing: 'Looking for pictures that look alike',
    counting: 'Counting what the sampler has shown',
  },
  longer: 'Try again with {steps} steps',
}
