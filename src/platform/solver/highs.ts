import { createRequire } from 'node:module'
import type { Highs } from 'highs'

/** HiGHS. The package describes the types of its CommonJS form alone. */
export const loadHighs = createRequire(import.meta.url)('highs') as () => Promise<Highs>
