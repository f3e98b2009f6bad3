import { arch, platform } from 'node:os'
import packageJson from '../../../package.json' with { type: 'json' }

/** Versions of what computes: with equal ones (and the same processor) a run repeats bit for bit. */
export function currentVersions(): Record<string, string> {
  return {
    studio: packageJson.version,
    node: process.versions.node,
    platform: `${platform()}-${arch()}`,
    onnxruntime: packageJson.dependencies['onnxruntime-node'],
    tfjs: packageJson.dependencies['@tensorflow/tfjs-core'],
    sharp: packageJson.dependencies.sharp,
  }
}

/** Names of the versions that differ, as `name then -> now`. */
export function changedVersions(then: Readonly<Record<string, string>>): string[] {
  const now = currentVersions()
  return Object.keys(now)
    .filter((name) => then[name] !== now[name])
    .map((name) => `${name} ${then[name] ?? '?'} -> ${now[name] ?? '?'}`)
}
