export default {
  title: 'Home',
}
