export default {
  title: 'Train',
}
