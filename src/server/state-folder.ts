import { homedir } from 'node:os'
import path from 'node:path'

const APP = 'oneshot-studio'

/** Where settings and recent folders are kept: `ONESHOT_STATE`, else where the system wants such things. */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  if (env['ONESHOT_STATE']) return env['ONESHOT_STATE']
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), APP)
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', APP)
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), APP)
}
