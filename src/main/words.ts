/** The window's own words; the page has its own (`src/renderer/i18n`), which the sandbox keeps apart. */
import type { AppSettings, Language } from '../shared/contract/app.ts'
import type { MenuPage } from '../shared/bridge.ts'

export interface Words {
  /** For numbers. */
  readonly language: Language
  readonly file: string
  readonly openFolder: string
  readonly openZip: string
  readonly openRecent: string
  readonly noneRecent: string
  readonly runsFolder: string
  readonly close: string
  readonly quit: string
  readonly edit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly view: string
  readonly pages: Readonly<Record<MenuPage, string>>
  readonly reload: string
  readonly developerTools: string
  readonly actualSize: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly fullScreen: string
  readonly run: string
  readonly pause: string
  readonly resume: string
  readonly stop: string
  readonly window: string
  readonly minimise: string
  readonly zoomWindow: string
  readonly bringAllToFront: string
  readonly help: string
  readonly about: string
  readonly services: string
  readonly hide: string
  readonly hideOthers: string
  readonly showAll: string
  readonly ok: string
  readonly cancel: string
  readonly chooseFolder: string
  readonly chooseDataset: string
  readonly chooseZip: string
  readonly zipFiles: string
  readonly closeQuestion: string
  readonly closeKept: string
  readonly stopAndClose: string
  readonly stopping: string
  readonly of: (step: string, total: string) => string
  readonly best: (accuracy: string) => string
  readonly paused: string
  readonly pageDied: string
  readonly pageDiedNext: string
  readonly reloadPage: string
}

const en: Words = {
  language: 'en',
  file: '&File',
  openFolder: 'Open Folder…',
  openZip: 'Open Zip…',
  openRecent: 'Open Recent',
  noneRecent: 'No recent folders',
  runsFolder: 'Show Runs Folder',
  close: 'Close Window',
  quit: 'Quit Oneshot Studio',
  edit: '&Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  view: '&View',
  pages: {
    home: 'Home',
    data: 'Data',
    train: 'Train',
    evaluate: 'Evaluate',
    trials: 'Trials',
    embeddings: 'Embeddings',
    export: 'Export',
    runs: 'Runs',
  },
  reload: 'Reload',
  developerTools: 'Developer Tools',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  run: '&Run',
  pause: 'Pause Training',
  resume: 'Resume Training',
  stop: 'Stop Training and Keep Best',
  window: '&Window',
  minimise: 'Minimise',
  zoomWindow: 'Zoom',
  bringAllToFront: 'Bring All to Front',
  help: '&Help',
  about: 'About Oneshot Studio',
  services: 'Services',
  hide: 'Hide Oneshot Studio',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  ok: 'OK',
  cancel: 'Cancel',
  chooseFolder: 'Choose a folder',
  chooseDataset: 'Choose a folder with one folder of pictures per class',
  chooseZip: 'Choose a zip file with one folder of pictures per class',
  zipFiles: 'Zip files',
  closeQuestion: 'A training is under way. Stop it and close?',
  closeKept:
    'It stops after the present step. The best network so far and a checkpoint of that step are kept, and the run can be continued later from the Runs page.',
  stopAndClose: 'Stop and Close',
  stopping: 'Stopping…',
  of: (step, total) => `Step ${step} of ${total}`,
  best: (accuracy) => `best ${accuracy}`,
  paused: 'paused',
  pageDied: 'The page has stopped working.',
  pageDiedNext: 'Trainings are not touched by this and go on. Reload the page to see them again.',
  reloadPage: 'Reload',
}

const zh: Words = {
  language: 'zh-CN',
  file: '文件(&F)',
  openFolder: '打开文件夹…',
  openZip: '打开 Zip 文件…',
  openRecent: '最近打开',
  noneRecent: '没有最近打开的文件夹',
  runsFolder: '显示运行文件夹',
  close: '关闭窗口',
  quit: '退出 Oneshot Studio',
  edit: '编辑(&E)',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图(&V)',
  pages: {
    home: '首页',
    data: '数据',
    train: '训练',
    evaluate: '评估',
    trials: '试验',
    embeddings: '嵌入',
    export: '导出',
    runs: '运行',
  },
  reload: '重新加载',
  developerTools: '开发者工具',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  run: '运行(&R)',
  pause: '暂停训练',
  resume: '继续训练',
  stop: '停止训练并保留最佳',
  window: '窗口(&W)',
  minimise: '最小化',
  zoomWindow: '缩放',
  bringAllToFront: '全部置于最前',
  help: '帮助(&H)',
  about: '关于 Oneshot Studio',
  services: '服务',
  hide: '隐藏 Oneshot Studio',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  ok: '确定',
  cancel: '取消',
  chooseFolder: '选择文件夹',
  chooseDataset: '选择数据文件夹（每个类别一个图片文件夹）',
  chooseZip: '选择 Zip 文件（每个类别一个图片文件夹）',
  zipFiles: 'Zip 文件',
  closeQuestion: '正在训练。要停止训练并关闭吗？',
  closeKept: '训练会在当前步结束后停止。目前最佳的网络和该步的检查点都会保留，之后可在“运行”页面继续训练。',
  stopAndClose: '停止并关闭',
  stopping: '正在停止…',
  of: (step, total) => `第 ${step} 步，共 ${total} 步`,
  best: (accuracy) => `最佳 ${accuracy}`,
  paused: '已暂停',
  pageDied: '页面已停止工作。',
  pageDiedNext: '训练不受影响，仍在继续。重新加载页面即可看到。',
  reloadPage: '重新加载',
}

export const WORDS: Readonly<Record<Language, Words>> = { en, 'zh-CN': zh }

/** The language of the settings, or the system's where they leave it open. @param locale e.g. `zh-Hans-CN` */
export function wordsFor(language: AppSettings['language'], locale: string): Words {
  return WORDS[language ?? (locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')]
}
