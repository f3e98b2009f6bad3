import type en from '../en/charts.ts'

export default {
  step: '步数',
  resetZoom: '显示全部',
  log: '对数坐标',
  logShort: '对数',
  save: '保存“{title}”',
  cells: '{title}：方向键在格子间移动，回车键打开',
} satisfies typeof en
