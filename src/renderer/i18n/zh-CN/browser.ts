import type en from '../en/browser.ts'

export default {
  title: '选择图片文件夹',
  lead: '选择“每个类别一个文件夹”的上级文件夹，或其 zip 压缩包。这里显示的是运行程序的那台计算机上的文件夹。',
  chooseFolder: '选择文件夹',
  chooseFolderLead: '运行程序的那台计算机上的文件夹。',
  places: '位置',
  up: '上一级',
  empty: '这里没有文件夹，也没有 zip 压缩包。',
  pictures: '此文件夹中直接有 {count} 张图片',
  more: '还有 {count} 项；如需打开，请直接输入路径',
  path: '路径',
  choose: '打开此文件夹',
} satisfies typeof en
