import type en from '../en/data.ts'

export default {
  title: '数据',
} satisfies typeof en
