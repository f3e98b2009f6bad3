import type en from '../en/common.ts'

export default {
  title: '通用',
} satisfies typeof en
