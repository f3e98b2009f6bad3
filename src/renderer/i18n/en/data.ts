export default {
  title: 'Data',
}
