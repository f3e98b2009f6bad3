export default {
  title: 'Common',
}
