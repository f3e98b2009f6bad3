export default {
  title: 'Trials',
}
