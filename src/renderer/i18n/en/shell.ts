export default {
  title: 'Oneshot Studio',
}
