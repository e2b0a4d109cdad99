import { createRequire } from 'node:module'
import type { Highs } from 'highs'

/** Loads the solver HiGHS (WebAssembly). By `require`, as the package has types for its CommonJS form only. */
export const loadHighs = createRequire(import.meta.url)('highs') as () => Promise<Highs>
