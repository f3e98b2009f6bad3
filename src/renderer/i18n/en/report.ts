/** An evaluation as one printable file. */
export default {
  save: 'Save the report of {name}',
  hint: 'Save a report: one file to print or to send',
  saved: '{name} was saved.',
  missing: 'Left out: {reason}',
  doing: {
    opening: 'Opening the run',
    reading: 'Reading pictures',
    embedding: 'Embedding pictures',
    pictures: 'Wrong trials',
  },
}
