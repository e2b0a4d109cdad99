import { z } from 'zod'
import { weekdays } from '../../domain/contact-hours.ts'

/** What is recorded of a contact of a home. */
export const contactFacts = {
  position: z.number().int(),
  office: z.string(),
  purpose: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  hours: z
    .array(z.object({ days: z.array(z.enum(weekdays)), from: z.string(), to: z.string() }))
    .describe('When they answer, by the clock of the United Kingdom; empty: at any time.'),
}

export const homeContact = z.object({ id: z.string(), ...contactFacts })
