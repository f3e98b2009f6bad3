import type { Command } from 'commander'
import { Option } from 'commander'
import { makeCommand } from '../command.ts'
import { WrongUse } from '../failure.ts'
import { bytes } from '../format.ts'
import { jsonOption } from '../options.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

interface ReportFlags {
  readonly out: string
  readonly evaluation?: string
  readonly language: 'en' | 'zh-CN'
  readonly json?: true
}

const DOING = { reading: 'reading pictures', embedding: 'embedding', pictures: 'wrong trials' } as const

/** `oneshot report`: an evaluation as one printable file. */
export function reportCommand(terminal: Terminal): Command {
  return makeCommand('report', terminal, [
    ['report runs/mine --out mine.html', 'the newest evaluation, to print or to send'],
    [
      'report runs/mine --out mine.html --evaluation koch-9c612fd0',
      'another one: the name of its file in evaluations/',
    ],
  ])
    .summary('a whole evaluation as one printable HTML file')
    .description(
      'Writes one file that stands alone: accuracy with its intervals, chance and baselines, protocol, data and recipe, the ' +
        'curve of training, accuracy against the number of classes, verification, confusions, the worst trials in pictures, ' +
        'and how to replay it. It needs no script, asks nothing of the network, and prints on A4.',
    )
    .argument('<run>', 'folder of a run that was evaluated')
    .requiredOption('--out <file>', 'file to write, ending in .html; one that is there is replaced')
    .option('--evaluation <id>', 'which evaluation (default: the newest)')
    .addOption(new Option('--language <name>', 'language of the report').choices(['en', 'zh-CN']).default('en'))
    .addOption(jsonOption())
    .action(async (run: string, { out, evaluation, language, json }: ReportFlags) => {
      if (!/\.html?$/i.test(out)) {
        throw new WrongUse(`A report is an HTML file: ${out} has another ending.`, `Write --out ${out}.html.`)
      }
      const { collectReport, reportHtml } = await import('../../core/report/index.ts')
      const { writeAtomic } = await import('../../core/runs/index.ts')
      const status = new StatusLine(terminal)
      try {
        const data = await collectReport(run, {
          ...(evaluation === undefined ? {} : { evaluation }),
          onProgress: (doing, done, total) => status.count(DOING[doing], done, total),
        })
        const text = new TextEncoder().encode(reportHtml(data, language))
        await writeAtomic(out, [text])
        status.clear()
        const { id, protocol, accuracy, interval } = data.evaluation
        const missing = data.missing.map(({ message }) => message)
        if (json)
          terminal.out(
            JSON.stringify({ file: out, bytes: text.length, evaluation: id, protocol, accuracy, interval, missing }),
          )
        else {
          terminal.out(`Wrote ${terminal.colours.bold(out)} (${bytes(text.length)}): ${protocol.name}.`)
          for (const reason of missing) terminal.err(`${terminal.errColours.yellow('left out:')} ${reason}`)
        }
      } finally {
        status.clear()
      }
    })
}
