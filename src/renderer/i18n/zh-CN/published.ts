import type en from '../en/published.ts'

export default {
  title: '这类试验的已发表数值',
  note: '在 Omniglot 评估字母表上测得，所用网络的训练字母表与您的不同（通常为三十种）。它们只说明大致水平，不用于排名。',
  method: '方法',
  accuracy: '准确率',
  source: '出处',
  methods: {
    people: '人类',
    hbpl: '分层贝叶斯程序学习',
    bpl: '贝叶斯程序学习',
    convSiamese: '卷积孪生网络',
    deepConvnet: '深度卷积网络',
    affine: '仿射模型',
    hierarchicalDeep: '分层深度模型',
    boltzmann: '深度玻尔兹曼机',
    hausdorff: '改进的 Hausdorff 距离',
    fullSiamese: '全连接孪生网络',
    strokes: '简单笔画',
    pixels: '像素最近邻',
    prototypical: '原型网络',
    matching: '匹配网络',
  },
} satisfies typeof en
