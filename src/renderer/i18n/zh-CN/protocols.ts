import type en from '../en/protocols.ts'

export default {
  sets: '按 {count} 个支持集计：{interval}',
  setsWhy:
    '这里多次试验共用一个支持集，往往同对同错，因此上面把每次试验单独看待的置信区间偏窄。此区间以整个支持集为单位重抽样（bootstrap），发表时请用它。',
} satisfies typeof en
