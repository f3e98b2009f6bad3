import type { Command } from 'commander'
import { makeCommand } from '../command.ts'
import { jsonOption } from '../options.ts'
import { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

/** `oneshot devices`: what this computer can compute on. */
export function devicesCommand(terminal: Terminal): Command {
  return makeCommand('devices', terminal, [['devices', 'what `--device` may name here, and how quick each is']])
    .summary('what this computer can compute on')
    .description('Tries every device in a process of its own, so that a broken driver harms nothing.')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const { listDevices } = await import('../../core/engine/index.ts')
      const { showDevices } = await import('../device.ts')
      const status = new StatusLine(terminal)
      try {
        status.show('trying the devices')
        const devices = await listDevices()
        status.clear()
        const plain = devices.map(({ reason, ...rest }) => (reason ? { ...rest, reason: reason.text } : rest))
        if (json) terminal.out(JSON.stringify({ devices: plain }))
        else showDevices(terminal, devices)
      } finally {
        status.clear()
      }
    })
}
