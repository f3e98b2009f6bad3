import type en from '../en/evaluate.ts'

export default {
  title: '评估',
} satisfies typeof en
