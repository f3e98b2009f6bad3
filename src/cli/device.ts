/** Which device computes, and what there is to choose from. */
import type { DeviceInfo, DeviceName } from '../core/engine/index.ts'
import { chooseDevice, nvidiaCards } from '../core/engine/index.ts'
import type { DeviceChoice } from './options.ts'
import { details, table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** The device for a run that exists: its own, unless another was asked for. */
export async function deviceFor(asked: DeviceChoice | undefined): Promise<{ device?: DeviceName }> {
  return asked === undefined ? {} : { device: (await chooseDevice(asked)).device }
}

/** What is there with its speed, then what is not and why, and the cards there are to choose from. */
export function showDevices(
  terminal: Terminal,
  devices: readonly DeviceInfo[],
  cards: readonly string[] = nvidiaCards(),
): void {
  showTables(terminal, devices)
  if (cards.length < 2) return
  terminal.out()
  terminal.out('NVIDIA cards (CUDA_VISIBLE_DEVICES=NUMBER chooses; the first is taken otherwise):')
  cards.forEach((name, number) => terminal.out(`  ${number}  ${name}`))
}

function showTables(terminal: Terminal, devices: readonly DeviceInfo[]): void {
  const { bold, dim } = terminal.colours
  const there = devices.filter(({ available }) => available).sort((a, b) => (a.stepMs ?? 0) - (b.stepMs ?? 0))
  const rows = there.map(({ name, stepMs, version = '' }, i) => [
    i === 0 ? bold(name) : name,
    stepMs === undefined ? '' : `${stepMs.toFixed(1)} ms`,
    version,
    i === 0 ? 'the quickest: --device auto takes it' : '',
  ])
  const head = ['device', 'test step', 'library'].map((title) => dim(title))
  for (const line of table([head, ...rows], ['left', 'right'])) terminal.out(line)
  const others = devices.filter(({ available }) => !available)
  if (others.length === 0) return
  terminal.out()
  terminal.out('Not here:')
  const reasons = others.map(({ name, reason }) => [`  ${name}`, reason?.text ?? 'it cannot be used'] as const)
  for (const line of details(reasons, terminal.width)) terminal.out(line)
}
