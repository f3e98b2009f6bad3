export default {
  step: 'step',
  resetZoom: 'See all again',
  log: 'Logarithmic scale',
  logShort: 'log',
  save: 'Save {title}',
  cells: '{title}: arrow keys go from cell to cell, Enter opens',
}
