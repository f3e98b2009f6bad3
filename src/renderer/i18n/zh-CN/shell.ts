import type en from '../en/shell.ts'

export default {
  title: 'Oneshot Studio',
} satisfies typeof en
