import host from '../../../shared/chinese/refusals.ts'
import browser from './browser.ts'
import charts from './charts.ts'
import checks from './checks.ts'
import common from './common.ts'
import data from './data.ts'
import embeddings from './embeddings.ts'
import evaluate from './evaluate.ts'
import exports_ from './export.ts'
import fields from './fields.ts'
import figures from './figures.ts'
import home from './home.ts'
import inspect from './inspect.ts'
import protocols from './protocols.ts'
import paired from './paired.ts'
import published from './published.ts'
import report from './report.ts'
import runs from './runs.ts'
import seeds from './seeds.ts'
import said from './said.ts'
import shell from './shell.ts'
import train from './train.ts'
import trials from './trials.ts'

export default {
  browser,
  charts,
  checks,
  common,
  data,
  embeddings,
  evaluate,
  export: exports_,
  fields,
  figures,
  home,
  host,
  inspect,
  protocols,
  paired,
  published,
  report,
  runs,
  seeds,
  said,
  shell,
  train,
  trials,
}
