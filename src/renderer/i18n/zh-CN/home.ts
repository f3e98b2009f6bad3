import type en from '../en/home.ts'

export default {
  title: '只看一个样本，学会分辨事物',
  lead: '孪生网络学习“什么让两张图片属于同一类”。之后，任何新事物只需一张图片即可识别：人脸、零件、字符、树叶，无需重新训练。',
  open: '打开图片文件夹',
  openZip: '打开 zip 压缩包',
  openHint: '文件夹中每个类别各有一个图片文件夹，也可以再分组。也可以直接拖到这里。',
  samples: '用示例数据试一试',
  omniglot: 'Omniglot，5 种文字',
  omniglotText: '每个字符由 20 人各画一次，单样本学习的经典数据集。',
  emoji: '图画：7 位画师的 346 种事物',
  emojiText: '七套表情图案画出的同样的动物、食物和物品。',
  sampleCounts: '{classes} 个类别，{pictures} 张图片',
  recent: '最近的文件夹',
  missing: '已不存在',
  forget: '从列表移除 {name}',
  lastRuns: '最近的运行',
  allRuns: '全部运行',
  steps: '{step} 步',
} satisfies typeof en
