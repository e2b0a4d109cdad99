import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of a Chromium: what CHROMIUM names, else the first on the PATH; null where there is none. */
export function chromium(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => [join(folder, 'chromium'), join(folder, 'chromium-browser')])
  return candidates.find((path) => existsSync(path)) ?? null
}

/** The options of a test that needs it. */
export function needsBrowser(): { skip: string | false } {
  return {
    skip: chromium() === null && 'needs a Chromium on the PATH (apt-get install chromium) or in CHROMIUM',
  }
}
