import type en from '../en/runs.ts'

export default {
  title: '运行记录',
} satisfies typeof en
