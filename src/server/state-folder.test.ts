import path from 'node:path'
import { expect, it } from 'vitest'
import { stateFolder } from './state-folder.ts'

it.each([
  [{ ONESHOT_STATE: '/mine', XDG_CONFIG_HOME: '/c' }, 'linux', '/mine'],
  [{}, 'linux', path.join('/home/a', '.config', 'oneshot-studio')],
  [{ XDG_CONFIG_HOME: '/c' }, 'linux', path.join('/c', 'oneshot-studio')],
  [{}, 'darwin', path.join('/home/a', 'Library', 'Application Support', 'oneshot-studio')],
  [{ APPDATA: '/roaming' }, 'win32', path.join('/roaming', 'oneshot-studio')],
  [{}, 'win32', path.join('/home/a', 'AppData', 'Roaming', 'oneshot-studio')],
])('with %o on %s keeps settings in %s', (env, platform, folder) => {
  expect(stateFolder(env, platform, '/home/a')).toBe(folder)
})
