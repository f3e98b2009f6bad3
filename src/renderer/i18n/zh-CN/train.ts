import type en from '../en/train.ts'

export default {
  title: '训练',
} satisfies typeof en
