/** The app itself: what this host can do, what it remembers, the devices of its computer. */
import { z } from 'zod'
import { saidSchema } from '../said.ts'
import { count, nothing, procedure } from './common.ts'

export const LANGUAGES = ['en', 'zh-CN'] as const
const THEMES = ['system', 'light', 'dark'] as const

/** Null means: as the browser or the system prefers. */
export const settingsSchema = z.object({
  language: z.enum(LANGUAGES).nullable(),
  theme: z.enum(THEMES),
  sideBarCollapsed: z.boolean(),
})

const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** How a folder is chosen: by the system's dialog, or in the page among the folders the server may show. */
  picker: z.enum(['native', 'browse']),
  /** Whether a file manager can be opened on the person's screen. */
  canReveal: z.boolean(),
  /** Folder that new runs go to. */
  runsDir: z.string(),
  cores: count,
  memoryBytes: count,
})

const deviceSchema = z.object({
  name: z.string(),
  available: z.boolean(),
  /** Half a sentence on why it is not available. */
  reason: saidSchema.nullable(),
  version: z.string().nullable(),
  /** Milliseconds of one training step of a small convolutional network. */
  stepMs: z.number().nullable(),
  /** Whether `auto` takes it. */
  chosen: z.boolean(),
})

export const recentSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** ISO date and time. */
  opened: z.string(),
  classes: count,
  pictures: count,
  /** Whether it is still there. */
  exists: z.boolean(),
})

export const sampleSchema = z.object({
  id: z.enum(['omniglot', 'emoji']),
  path: z.string(),
  classes: count,
  pictures: count,
})

export const app = {
  info: procedure.input(nothing).output(appInfoSchema),
  /** Measured once and remembered; `fresh` measures again, which takes some seconds. */
  devices: procedure.input(z.strictObject({ fresh: z.boolean() })).output(z.array(deviceSchema)),
  settings: procedure.input(nothing).output(settingsSchema),
  changeSettings: procedure.input(settingsSchema.partial()).output(settingsSchema),
  recent: procedure.input(nothing).output(z.array(recentSchema)),
  forgetRecent: procedure.input(z.strictObject({ path: z.string() })).output(z.array(recentSchema)),
  samples: procedure.input(nothing).output(z.array(sampleSchema)),
}

export type AppInfo = z.infer<typeof appInfoSchema>
export type AppSettings = z.infer<typeof settingsSchema>
export type Device = z.infer<typeof deviceSchema>
export type RecentFolder = z.infer<typeof recentSchema>
export type Sample = z.infer<typeof sampleSchema>
export type Language = (typeof LANGUAGES)[number]
export type Theme = (typeof THEMES)[number]
