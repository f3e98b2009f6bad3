import type en from '../en/checks.ts'

export default {
  title: '检查',
  counts: '{doubtful} 项需留意，{passed} 项正常',
  again: '重新检查',
  waiting: '尚未检查。',
  more: '等，另有 {count} 项',
  severity: { warning: '警告', note: '提示', passed: '正常' },
  doing: {
    opening: '正在打开运行',
    reading: '正在读取图片',
    embedding: '正在编码训练类别和留出类别的图片',
    comparing: '正在查找看起来相同的图片',
    counting: '正在统计采样用到的图片',
  },
  longer: '改为 {steps} 步重新训练',
} satisfies typeof en
