/** The wrong trials as small sheets: query, what was right, what was chosen. */
import type { ReportData, ReportPicture, ReportSheet } from './data.ts'
import { escape, integer, paragraph, section } from './markup.ts'
import type { ReportWords } from './words.ts'

function picture(label: string, look: string, shown: ReportPicture | null, words: ReportWords): string {
  const image = shown?.uri
    ? `<img src="${shown.uri}" alt="${escape(shown.path)}">`
    : `<div class="gone">${escape(words.noPicture)}</div>`
  // Long paths break where a folder ends.
  const path = escape(shown?.path ?? '–').replaceAll('/', '/<wbr>')
  return `<div class="${look}">${image}<b>${escape(label)}</b>${path}</div>`
}

function sheet({ trial, query, truth, chosen, margin, credit }: ReportSheet, words: ReportWords): string {
  const told = margin === null ? '' : `${words.margin} ${margin.toFixed(4)}`
  return `<article class="sheet"><header><span>${escape(words.trial(trial))}</span><span>${credit > 0 ? `${escape(words.tie)} · ` : ''}${escape(told)}</span></header>
<div class="three">${picture(words.query, 'query', query, words)}${picture(`✓ ${words.right}`, 'right', truth, words)}${picture(`✗ ${words.chosenShort}`, 'chosen', chosen, words)}</div></article>`
}

export function wrongPart({ evaluation: { wrong }, trials }: ReportData, words: ReportWords): string {
  if (wrong === 0) return section(words.wrong, paragraph(words.wrongNone))
  const sheets = trials?.sheets ?? []
  const rest = wrong - sheets.length
  return section(
    words.wrong,
    paragraph(words.wrongNote(integer(sheets.length), integer(wrong))),
    `<div class="sheets">${sheets.map((each) => sheet(each, words)).join('\n')}</div>`,
    rest > 0 && sheets.length > 0 ? paragraph(words.wrongRest(integer(rest)), 'muted') : '',
  )
}
