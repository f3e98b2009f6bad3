export default {
  title: 'Evaluate',
}
