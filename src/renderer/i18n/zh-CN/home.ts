import type en from '../en/home.ts'

export default {
  title: '首页',
} satisfies typeof en
