import { z } from 'zod'
import { scopesOfBrokenGlass } from '../../domain/access.ts'

export const brokenGlassView = z
  .object({
    id: z.string().describe('Send it as the header `Break-Glass` with each request that is to show more.'),
    subject: z.string(),
    role: z.string(),
    reason: z.string(),
    brokenAt: z.string(),
    expiresAt: z.string(),
    opens: z.array(z.enum(scopesOfBrokenGlass)).describe('The scopes that it gives.'),
  })
  .meta({ id: 'BrokenGlass' })
