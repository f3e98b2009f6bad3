export default {
  resetZoom: 'See all again',
  log: 'Logarithmic scale',
  save: 'Save {title}',
}
