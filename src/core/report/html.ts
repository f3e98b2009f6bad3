/** A whole evaluation as one printable file: no script, no outside request, pictures inside. */
import type { ReportData } from './data.ts'
import { escape, facts, paragraph, section } from './markup.ts'
import {
  confusionPart,
  curvePart,
  dataFacts,
  headline,
  protocolFacts,
  recipePart,
  results,
  verificationPart,
  wayPart,
} from './parts.ts'
import { wrongPart } from './sheets.ts'
import { STYLE } from './style.ts'
import { WORDS } from './words.ts'
import type { ReportLanguage, ReportWords } from './words.ts'

/** What the browser is told to allow: pictures that are in the file, and its own looks. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A file name as a shell takes it. */
const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)

function replayPart({ record, evaluation, recipeFile }: ReportData, words: ReportWords): string {
  const name = record.dataset.root.split(/[/\\]/).findLast((part) => part !== '') ?? 'pictures'
  const uri = `data:application/json;base64,${Buffer.from(recipeFile).toString('base64')}`
  const { name: protocol, hash } = evaluation.protocol
  const trials = protocol === 'lake' ? 'lake:all_runs' : `${hash}.json`
  return section(
    words.reproduce,
    paragraph(words.reproduceText),
    `<p><a download="recipe.json" href="${uri}">${escape(words.recipeFile)}</a></p>`,
    `<pre>oneshot replay recipe.json --data ${escape(quoted(name))} --out again</pre>`,
    paragraph(words.protocolText),
    `<pre>oneshot evaluate again --protocol ${escape(trials)}</pre>`,
    `<h3>${escape(words.versions)}</h3>`,
    facts([...Object.entries(record.versions), ['device', record.device]]),
  )
}

/** The report as the text of an HTML file. */
export function reportHtml(data: ReportData, language: ReportLanguage = 'en'): string {
  const words = WORDS[language]
  const missing =
    data.missing.length === 0
      ? ''
      : section(words.missing, ...data.missing.map((why) => paragraph(words.reason(why), 'note')))
  const parts = [
    headline(data, words),
    results(data, words),
    protocolFacts(data, words),
    dataFacts(data, words),
    curvePart(data, words),
    wayPart(data, words),
    verificationPart(data, words),
    confusionPart(data, words),
    wrongPart(data, words),
    recipePart(data, words),
    replayPart(data, words),
    missing,
  ]
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(`${words.title}${words.colon}${data.run}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.filter(Boolean).join('\n')}
</main>
</body>
</html>
`
}
