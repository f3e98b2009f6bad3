import type en from '../en/figures.ts'

export default {
  tabs: '查看内容',
  tab: { trials: '试验', ways: '类别数与样本数', verification: '验证（同/异）', confusion: '混淆' },
  lead: {
    trials: '在网络从未训练过的类别上做单样本试验：N 张支持图片中，哪一张与查询是同一类？',
    ways: '候选类别越多，准确率如何下降；每类的支持图片越多，准确率如何上升。',
  },
  about: '类别',
  classes: { validation: '验证类别（{count}）', test: '测试类别（{count}）' },
  validationText: '从未用于训练，但检查点由它们选出，因此结果略微偏高。',
  lockedTitle: '测试类别已锁定',
  locked: '预留它们是为了得到一个可信的数字。看过之后，它们作为测试就用掉了。每次查看都会记入该次运行并计数。',
  open: '已作为测试使用 1 次；之后每次查看都会记录。 | 已作为测试使用 {uses} 次；之后每次查看都会记录。',
  unlock: '查看测试类别',
  noClassesText: '没有剩下可供测试的类别：请预留类别后重新训练，或在“试验”中评估其他图片。',
  cancelled: '已取消。已计算的嵌入会保留。',
  goOn: '继续',
  way: 'Way 类别数（N）',
  shot: 'Shot 样本数（k）',
  ways: '类别数',
  shots: '样本数',
  accuracy: '准确率',
  widest: '这些类别最多允许 {way}。',
  newDraw: '重新抽取试验',
  againstWays: '准确率随类别数的变化，{shot}-shot',
  againstShots: '准确率随样本数的变化，{way}-way',
  nested:
    '试验按 {way} 个类别抽取一次；类别数较小时，每次试验保留查询及其余类别中的前几个。每个样本数的支持图片都重新抽取。',
  nestedGroups: '限于同一组时，每次试验的类别数取该组所能达到的最大值：类别数越大，所依据的试验越少。',
} satisfies typeof en
