import type en from '../en/paired.ts'

export default {
  title: '逐次试验比较',
  right: '{run} 对',
  wrong: '{run} 错',
  difference: '差值（A − B）',
  points: '{value} 个百分点',
  test: 'McNemar 精确检验',
  better: '在这些试验上 {name} 更好，差异超出偶然波动。',
  same: '这 {count} 次试验分不出两者的高下。',
  edge: '区间与检验的结论不一致：差异处于这些试验能分辨的边缘。',
  byTrial: '95% 区间由对 {units} 次试验的自助抽样得出。',
  bySet: '95% 区间由对 {units} 个支持集的自助抽样得出。',
  several: '每个 p 值单独成立：比较的运行越多，偶然出现的差异也越多。',
  evaluate: '用相同试验评估 {name}',
  goEvaluate: '评估 {name}',
} satisfies typeof en
