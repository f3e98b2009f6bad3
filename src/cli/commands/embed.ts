import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { UserError } from '../../shared/errors.ts'
import { definedOnly } from '../defined-only.ts'
import { makeCommand } from '../command.ts'
import { deviceOption, jsonOption, wholeNumber } from '../options.ts'
import type { DeviceChoice } from '../options.ts'
import type { Terminal } from '../terminal.ts'

interface EmbedFlags {
  readonly views?: number
  readonly device?: DeviceChoice
  readonly json?: true
}

/** `oneshot embed`: the codes of some pictures. */
export function embedCommand(terminal: Terminal): Command {
  return makeCommand('embed', terminal, [
    ['embed runs/mine one.png two.png', 'how alike the run finds two pictures'],
    ['embed runs/mine *.png --json > codes.json', 'the numbers, for another program'],
  ])
    .summary('the codes of some pictures, and how alike they are')
    .description('Shows pictures to the trained network. Pictures of any size and of classes never seen will do.')
    .argument('<run>', 'folder of a run')
    .argument('<image...>', 'picture files')
    .option('--views <N>', "slightly turned views whose codes are averaged (default: the recipe's)", wholeNumber(1, 32))
    .addOption(deviceOption('the one it was trained on'))
    .addOption(jsonOption())
    .action(async (run: string, files: string[], { json, device, views }: EmbedFlags) => {
      const { deviceFor } = await import('../device.ts')
      const { codesAsJson, showCodes } = await import('../show/codes.ts')
      const { embedWithRun } = await import('../../core/trained/index.ts')
      files.forEach(checkFile)
      const embedded = await embedWithRun(run, files, { ...definedOnly({ views }), ...(await deviceFor(device)) })
      if (json) terminal.out(JSON.stringify(codesAsJson(run, embedded)))
      else showCodes(terminal, embedded)
    })
}

/** @throws UserError where there is no file, before the network is opened for it */
function checkFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new UserError('files/missing', `There is no file ${file}.`, { subject: file, next: 'Check the spelling.' })
  }
  if (found.isDirectory()) {
    throw new UserError('files/folder', `${file} is a folder.`, { subject: file, next: 'Name the pictures in it.' })
  }
}
