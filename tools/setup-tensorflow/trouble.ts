/** What keeps a set-up from succeeding, and how to tell a machine's lack from a fault of ours. */

/** Something this computer lacks: Python, a compiler, a driver, the network, space. Not a fault of the set-up. */
export class Missing extends Error {
  override readonly name = 'Missing'
  readonly next: string
  constructor(message: string, next: string) {
    super(message)
    this.next = next
  }
}

/** The set-up itself failed. */
export class Failed extends Error {
  override readonly name = 'Failed'
  readonly next: string
  constructor(message: string, next: string) {
    super(message)
    this.next = next
  }
}

const UNREACHABLE =
  /NewConnectionError|ConnectionError|Name or service not known|name resolution|Network is unreachable|Connection refused|ProxyError|SSLError|timed out|Max retries exceeded|Could not fetch URL/i

const lastLines = (text: string, count: number) => text.trim().split('\n').slice(-count).join('\n')

/** Why pip failed, by what it wrote to stderr. */
export function troubleOfPip(stderr: string, requirement: string): Missing | Failed {
  if (/No space left on device/i.test(stderr))
    return new Missing('The disk is full.', 'Free some space (the CUDA build needs 12 GB) and run the set-up again.')
  if (/No module named pip/i.test(stderr))
    return new Missing('Python is here, but its installer pip is not.', pipHint(process.platform))
  if (UNREACHABLE.test(stderr))
    return new Missing(
      'The Python package index cannot be reached.',
      'Check the network or the proxy (HTTPS_PROXY, or `pip config`), and run the set-up again.',
    )
  if (/No matching distribution found/i.test(stderr))
    return new Missing(
      `The Python package index has no ${requirement} for this system.`,
      'TensorFlow needs glibc 2.27 or newer on Linux and macOS 12 or newer; a mirror may also lack it.',
    )
  return new Failed(`pip could not fetch ${requirement}:\n${lastLines(stderr, 8)}`, 'Mend what it says, and try again.')
}

export function pipHint(platform: string): string {
  if (platform === 'linux')
    return 'Install it: `sudo apt install python3-pip` (Debian, Ubuntu) or `sudo dnf install python3-pip` (Fedora).'
  if (platform === 'darwin') return 'Install it: `brew install python`.'
  return 'Install Python from https://www.python.org.'
}

export function compilerHint(platform: string): string {
  if (platform === 'darwin') return 'Install them: `xcode-select --install`.'
  return 'Install them: `sudo apt install g++ make` (Debian, Ubuntu) or `sudo dnf install gcc-c++ make` (Fedora).'
}
