/** Protocols as things of their own: what they are made of, where they come from, what may be said about their numbers. */
export default {
  sets: 'Over {count} support sets: {interval}',
  setsWhy:
    'Several trials share a support set here and stand or fall together, so the interval above, which takes each for itself, tends to be too narrow. This one draws whole sets (bootstrap): the one to print.',
  located: 'Where are they now?',
  choose: 'Choose a saved protocol',
  none: 'No run was evaluated on these pictures yet. Trials that somebody saved can be taken from their file.',
  fromFile: 'from a file, made for {name}',
  fromRuns: 'from {runs}',
  fromFileButton: 'Use a protocol from a file…',
  forget: 'Forget it',
  tooLarge: 'This file is too large for the page: name it with `oneshot evaluate --protocol FILE` instead.',
  showsTest: '{count} of {trials} trials show test classes of this run.',
  showsSeen: '{count} of {trials} trials show classes this run was trained on (seen): no number for new classes.',
  seen: 'seen',
  seenAll: 'All of these classes were trained on: the number says nothing about new ones.',
  seenSome: '{count} of {trials} trials show classes that were trained on: the number says little about new ones.',
  save: 'Save protocol…',
  saveHint: 'The trials as a file, for other runs and other people',
  uses: 'When, and with which trials',
  unknownUse: '(note damaged)',
  classes: 'Classes',
  part: {
    test: 'Test classes ({count})',
    validation: 'Validation classes ({count})',
    training: 'Training classes, seen ({count})',
  },
}
