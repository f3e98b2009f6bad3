import type en from '../en/protocols.ts'

export default {
  sets: '按 {count} 个支持集计：{interval}',
  setsWhy:
    '这里多次试验共用一个支持集，往往同对同错，因此上面把每次试验单独看待的置信区间偏窄。此区间以整个支持集为单位重抽样（bootstrap），发表时请用它。',
  locate: '请指出图片现在的位置：内容一致才会采用，并会记住新位置。',
  others: '请选择这些图片移动后的位置。',
  located: '图片现在在哪里？',
  comparing: '正在与该次运行的图片比对',
  choose: '选择已保存的试验方案',
  none: '还没有运行在这些图片上评估过。可以从他人保存的文件中载入试验方案。',
  fromFile: '来自文件，为 {name} 制作',
  fromRuns: '来自 {runs}',
  fromFileButton: '使用文件中的方案…',
  forget: '移除',
  tooLarge: '文件过大，页面无法载入：请改用 `oneshot evaluate --protocol 文件`。',
  showsTest: '{trials} 次试验中有 {count} 次用到该次运行的测试类别。',
  showsSeen: '{trials} 次试验中有 {count} 次用到该次运行训练过的类别（已见过）：结果不能代表新类别。',
  seen: '已见过',
  seenAll: '这些类别都训练过：此数字不能说明对新类别的表现。',
  seenSome: '{trials} 次试验中有 {count} 次用到训练过的类别：此数字难以说明对新类别的表现。',
  save: '保存方案…',
  saveHint: '把试验存为文件，供其他运行和其他人使用',
  uses: '使用时间与所用试验',
  unknownUse: '（记录已损坏）',
  classes: '类别来源',
  part: {
    test: '测试类别（{count}）',
    validation: '验证类别（{count}）',
    training: '训练类别，已见过（{count}）',
  },
} satisfies typeof en
