export { collectReport } from './collect.ts'
export { reportHtml } from './html.ts'
export type { ReportLanguage } from './words.ts'
