export default {
  title: 'Export',
}
