/** The pages in the order of the work. */
export const PAGES = [
  { name: 'home', icon: 'i-lucide-house' },
  { name: 'data', icon: 'i-lucide-images' },
  { name: 'train', icon: 'i-lucide-activity' },
  { name: 'evaluate', icon: 'i-lucide-gauge' },
  { name: 'trials', icon: 'i-lucide-scan-search' },
  { name: 'embeddings', icon: 'i-lucide-chart-scatter' },
  { name: 'export', icon: 'i-lucide-package' },
  { name: 'runs', icon: 'i-lucide-folder-clock' },
] as const

export type PageName = (typeof PAGES)[number]['name']

/** Those about one run, which their address names. */
export type RunPageName = Extract<PageName, 'evaluate' | 'trials' | 'embeddings' | 'export'>
