export default {
  resetZoom: 'See all again',
  log: 'Logarithmic scale',
  logShort: 'log',
  save: 'Save {title}',
}
