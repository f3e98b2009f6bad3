import type en from '../en/trials.ts'

export default {
  title: '试次',
} satisfies typeof en
