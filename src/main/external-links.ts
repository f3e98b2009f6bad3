/** Links that leave the app go to the person's own browser, and only to these sites. */
import { shell } from 'electron'

const SITES = [
  'arxiv.org',
  'creativecommons.org',
  'developer.nvidia.com',
  'github.com',
  'nodejs.org',
  'onnxruntime.ai',
  'proceedings.mlr.press',
  'www.apache.org',
  'www.cs.cmu.edu',
  'www.cs.toronto.edu',
  'www.tensorflow.org',
]

/** Whether a link is plain https to a site of the list, with nothing hidden in it. */
function isAllowedLink(link: string): boolean {
  if (!URL.canParse(link)) return false
  const { protocol, hostname, port, username, password } = new URL(link)
  return protocol === 'https:' && port === '' && username === '' && password === '' && SITES.includes(hostname)
}

export function openExternally(link: string): void {
  if (!isAllowedLink(link)) return
  shell.openExternal(link).catch((error: unknown) => console.error(`${link} could not be opened:`, error))
}
