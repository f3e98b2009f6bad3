import type en from '../en/charts.ts'

export default {
  resetZoom: '显示全部',
  log: '对数坐标',
  logShort: '对数',
  save: '保存“{title}”',
} satisfies typeof en
