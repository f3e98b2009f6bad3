import type en from '../en/report.ts'

export default {
  save: '保存 {name} 的报告',
  hint: '保存报告：一个可打印、可发送的文件',
  saved: '已保存 {name}。',
  missing: '未包含：{reason}',
  doing: {
    opening: '正在打开运行',
    reading: '读取图片',
    embedding: '计算编码',
    pictures: '错误的试验',
  },
} satisfies typeof en
