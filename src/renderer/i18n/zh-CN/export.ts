import type en from '../en/export.ts'

export default {
  title: '导出',
} satisfies typeof en
