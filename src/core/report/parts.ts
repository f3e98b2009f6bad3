/** The sections of a report, each from its data to HTML. */
import type { BaselineName, Accuracy } from '../../shared/evaluation.ts'
import { flatten } from '../../shared/recipe-differences.ts'
import { chart } from './chart.ts'
import type { ReportData } from './data.ts'
import { escape, facts, integer, paragraph, percent, range, rate, section, table } from './markup.ts'
import type { ReportWords } from './words.ts'

/** Date and time as `2026-08-24 14:05 UTC`: the same wherever it is read. */
function dateText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

export function headline({ run, made, evaluation }: ReportData, words: ReportWords): string {
  const { accuracy, interval, trials, way, shot, bootstrap, protocol, chance } = evaluation
  return [
    `<h1>${escape(words.title)}</h1>`,
    paragraph(words.lead(run, dateText(made)), 'muted'),
    `<div class="headline"><strong>${percent(accuracy)}</strong><span>${range(interval)} ${escape(words.wilson(integer(trials)))}</span></div>`,
    paragraph(words.about(words.wayShot(way, shot), percent(chance), words.protocolName(protocol.name))),
    bootstrap ? paragraph(words.bootstrap(range(bootstrap.interval), integer(bootstrap.clusters))) : '',
  ].join('\n')
}

export function results({ record, evaluation }: ReportData, words: ReportWords): string {
  const { accuracy, interval, trials, chance, baselines } = evaluation
  const nameOf = (name: BaselineName) =>
    name === 'untrained' && record.recipe.encoder.kind === 'backbone' ? words.headless : words.baselines[name]
  const others = (Object.entries(baselines) as [BaselineName, Accuracy | undefined][])
    .flatMap(([name, found]) => (found ? [{ name, found }] : []))
    .sort((a, b) => b.found.accuracy - a.found.accuracy)
  const rows = [
    [words.thisRun, percent(accuracy), range(interval), integer(trials)],
    ...others.map(({ name, found }) => [
      nameOf(name),
      percent(found.accuracy),
      range(found.interval),
      integer(found.trials),
    ]),
    [words.chance, percent(chance), '', ''],
  ]
  const isBeaten = others.some(({ found }) => found.accuracy >= accuracy)
  return section(
    words.accuracy,
    table([words.method, words.accuracy, words.interval, words.trialsWord], rows),
    isBeaten ? paragraph(words.beaten, 'note') : '',
  )
}

export function protocolFacts({ evaluation, testUses }: ReportData, words: ReportWords): string {
  const { protocol, way, shot, trials, created, step, views, device } = evaluation
  return section(
    words.protocol,
    facts([
      [words.name, protocol.name],
      [words.hash, protocol.hash],
      [words.way, words.wayShot(way, shot)],
      [words.trialsWord, integer(trials)],
      [words.evaluated, words.evaluatedText(dateText(created), integer(step), views, device)],
      [words.testUses, words.testUsesText(testUses)],
    ]),
  )
}

export function dataFacts({ record, evaluation }: ReportData, words: ReportWords): string {
  const { dataset, split, group, recipe } = record
  const name = dataset.root.split(/[/\\]/).findLast((part) => part !== '') ?? dataset.root
  const isOwn = evaluation.data.hash === dataset.hash
  const counts = [split.train, split.validation, split.test].map(({ length }) => integer(length))
  const by = split.by === 'group' ? words.byGroup : words.byClass
  return section(
    words.data,
    facts([
      [words.pictures, words.picturesText(name, integer(dataset.classes), integer(dataset.pictures))],
      [words.hash, dataset.hash],
      [words.evaluatedOn, isOwn ? words.same : `${evaluation.data.name} (${evaluation.data.hash})`],
      [words.split, words.splitText(counts[0] ?? '', counts[1] ?? '', counts[2] ?? '', by, split.seed)],
      [words.group, group ? words.groupText(recipe.seed, group.seeds.join(', ')) : String(recipe.seed)],
      [words.testClasses, split.test.join(', ')],
    ]),
  )
}

export function recipePart({ record, parameters }: ReportData, words: ReportWords): string {
  const valueOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value))
  const fields = [...flatten(record.recipe)].map(
    ([name, value]) => `<div><span>${escape(name)}</span><span>${escape(valueOf(value))}</span></div>`,
  )
  // Older runs kept the English sentence alone.
  const why = (record.reason && words.recipeReason(record.reason)) ?? record.why
  return section(
    `${words.recipe}${words.colon}${record.recipe.name}`,
    why === undefined ? '' : paragraph(`${words.recipeWhy}${words.colon}${why}`),
    parameters > 0 ? paragraph(words.parameters(integer(parameters)), 'muted') : '',
    `<div class="columns">${fields.join('\n')}</div>`,
  )
}

export function curvePart({ loss, validations }: ReportData, words: ReportWords): string {
  const accuracies = validations.map(({ step, accuracy }) => [step, accuracy] as const)
  const chance = validations[0]?.chance
  const guess = chance === undefined ? [] : validations.map(({ step }) => [step, chance] as const)
  const band = validations.map(({ step, interval }) => [step, interval[0], interval[1]] as const)
  const lines = [
    { points: accuracies, marked: true },
    { points: guess, dashed: true },
  ]
  return section(
    words.curve,
    loss.length > 1
      ? chart({ title: words.loss, xLabel: words.step, lines: [{ points: loss }] })
      : paragraph(words.noCurve, 'muted'),
    accuracies.length > 1
      ? chart({ title: words.validationCurve, xLabel: words.step, lines, band, y: [0, 1], percent: 'y' })
      : '',
  )
}

export function wayPart({ trials }: ReportData, words: ReportWords): string {
  if (!trials || trials.byWay.length < 2) return ''
  const { byWay } = trials
  const lines = [
    { points: byWay.map(({ way, accuracy }) => [way, accuracy] as const), marked: true },
    { points: byWay.map(({ way, chance }) => [way, chance] as const), dashed: true },
  ]
  const band = byWay.map(({ way, interval }) => [way, interval[0], interval[1]] as const)
  const rows = byWay.map(({ way, accuracy, interval, chance }) => [
    String(way),
    percent(accuracy),
    range(interval),
    percent(chance),
  ])
  return section(
    words.byWay,
    paragraph(words.byWayNote, 'muted'),
    chart({ title: words.byWay, xLabel: words.ways, lines, band, y: [0, 1], percent: 'y' }),
    table(['N', words.accuracy, words.interval, words.chance], rows),
  )
}

export function verificationPart({ verification }: ReportData, words: ReportWords): string {
  if (!verification) return ''
  const { about, genuine, impostor, thresholdsFrom, auc, equalErrorRate, points, roc } = verification
  const rows = points.map(({ target, threshold, falseAccept, trueAccept, supported }) => [
    rate(target),
    supported ? rate(falseAccept) : words.unsupported,
    supported ? percent(trueAccept) : '–',
    threshold === null || !supported ? '–' : String(Number(threshold.toPrecision(4))),
  ])
  return section(
    words.verification,
    paragraph(words.verificationAbout(words[about], integer(genuine), integer(impostor))),
    facts([
      [words.auc, auc.toFixed(4)],
      [words.eer, percent(equalErrorRate)],
    ]),
    table([words.target, words.falseAccept, words.trueAccept, words.threshold], rows, 0),
    paragraph(words.thresholds[thresholdsFrom], 'muted'),
    chart({
      title: `${words.roc} (${words.trueAccept} / ${words.falseAccept})`,
      xLabel: words.falseAccept,
      lines: [
        { points: roc },
        {
          points: [
            [0, 0],
            [1, 1],
          ],
          dashed: true,
        },
      ],
      y: [0, 1],
      percent: 'both',
    }),
  )
}

export function confusionPart({ trials }: ReportData, words: ReportWords): string {
  if (!trials || trials.confused.length === 0) return ''
  const rows = trials.confused.map(({ truth, chosen, count, offered }) => [
    truth,
    chosen,
    integer(count),
    integer(offered),
  ])
  return section(
    words.confusion,
    paragraph(words.confusionNote(rows.length, integer(trials.confusedPairs)), 'muted'),
    table([words.truth, words.chosen, words.count, words.offered], rows, 2),
  )
}
