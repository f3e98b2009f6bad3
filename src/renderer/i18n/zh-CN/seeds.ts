import type en from '../en/seeds.ts'

export default {
  group: '按种子分组',
  title: '{recipe} 的 {count} 个种子',
  mean: '{count} 个种子的均值，标准差 {deviation} 个百分点',
  short: '均值，标准差 {deviation} 点',
  none: '没有两个种子用相同试验评估过',
  tick: '比较 {recipe} 的各个种子',
  place: '第 {place} 次训练，共 {count} 次',
  all: '{count} 个种子',
  waiting: '尚未开始',
  wholeTime: '全部约需 {time}',
  startRest: '训练其余种子（{count} 个）',
  evaluateAll: '全部 {count} 个种子',
  evaluateAllText: '每个种子使用相同的试验；给出均值和离散程度。',
  evaluating: '{what}，第 {place} 个种子，共 {count} 个',
  over: '跨种子',
  interval: '均值的 95% 区间由 {count} 个种子按 Student t 分布得出；不含试验抽样带来的误差。',
} satisfies typeof en
