import type { Command } from 'commander'
import { Option } from 'commander'
import type { ExportStage } from '../../core/export/index.ts'
import { makeCommand } from '../command.ts'
import { jsonOption } from '../options.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

interface ExportFlags {
  readonly format: 'onnx' | 'tfjs'
  readonly out: string
  readonly fold?: true
  readonly json?: true
}

const STAGES: Readonly<Record<ExportStage, string>> = {
  opening: 'opening the run',
  building: 'building the model',
  writing: 'writing',
  checking: 'reading it back in a fresh process',
}

/** `oneshot export`: a model for other programs, checked by reading it back. */
export function exportCommand(terminal: Terminal): Command {
  return makeCommand('export', terminal, [
    ['export runs/mine --format onnx --out model', 'for ONNX Runtime, in any language'],
    ['export runs/mine --format tfjs --out web/model', 'for TensorFlow.js, in a web page'],
  ])
    .summary('a model for other programs, checked by reading it back')
    .description('Writes the trained network with sample inputs and outputs beside it.')
    .argument('<run>', 'folder of a run')
    .addOption(new Option('--format <format>', 'kind of file').choices(['onnx', 'tfjs']).makeOptionMandatory())
    .requiredOption('--out <folder>', 'where to: a new or an empty folder')
    .option('--fold', 'the model takes bytes 0 to 255 and prepares them itself, instead of numbers 0 to 1')
    .addOption(jsonOption())
    .action(async (run: string, { format, out, fold, json }: ExportFlags) => {
      const { exportRun } = await import('../../core/export/index.ts')
      const { showExport } = await import('../show/export.ts')
      const status = new StatusLine(terminal)
      try {
        const onStage = (stage: ExportStage) => status.show(STAGES[stage])
        const result = await exportRun(run, { format, out, foldPreprocessing: fold === true, onStage })
        status.clear()
        if (json) terminal.out(JSON.stringify({ run, ...result }))
        else showExport(terminal, result)
      } finally {
        status.clear()
      }
    })
}
