import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { dailyReceiverKinds, type DailyReceiverKind } from '../../domain/daily-collection/receivers.ts'
import { isAuthorityCode } from './claims.ts'

/** A service of the daily collection, and what one authority signs in to it with. Never logged, never stored. */
export interface DailyReceiverSettings {
  authorityCode: string
  kind: DailyReceiverKind
  /** The base address: `/children_social_care_data/…` is below it. */
  url: string
  tokenUrl: string
  scope: string
  clientId: string
  clientSecret: string
  supplierKey: string
  /** The full hour in the United Kingdom at which the daily push begins. */
  hour: number
}

const onThisMachine = ['localhost', '127.0.0.1', '[::1]']

const address = z
  .string('must be an https address')
  .refine((text) => URL.canParse(text), 'must be an https address')
  .refine((text) => {
    if (!URL.canParse(text)) return true
    const { protocol, hostname } = new URL(text)
    return protocol === 'https:' || (protocol === 'http:' && onThisMachine.includes(hostname))
  }, 'must begin with https://')
  .transform((text) => text.replace(/\/+$/, ''))
const word = (what: string) => z.string(`must be ${what}`).min(1, `must be ${what}`)

const receiver = z
  .strictObject({
    authority: z
      .string('must be a GSS code, such as E06000049')
      .refine(isAuthorityCode, 'must be a GSS code, such as E06000049'),
    receiver: z.enum(codesOf(dailyReceiverKinds), 'must be test or live'),
    url: address,
    tokenUrl: address,
    scope: z.string('must be a text').default(''),
    clientId: word('the id of the client'),
    clientSecret: word('the secret of the client'),
    supplierKey: word('the key of the supplier'),
    hour: z
      .int('must be an hour, 0 to 23')
      .min(0, 'must be 0 or more')
      .max(23, 'must be 23 or less')
      .default(2),
    madeUpRecords: z.boolean('must be true or false').default(false),
  })
  .refine(({ receiver, madeUpRecords }) => receiver !== 'test' || madeUpRecords, {
    path: ['madeUpRecords'],
    error: 'must be true for the test service: it takes made-up children alone',
  })
  .refine(({ receiver, url }) => receiver !== 'live' || !/-test(\/|$)/.test(url), {
    path: ['url'],
    error: 'is that of the test service, and the receiver is live',
  })
  .transform(({ authority, receiver, url, tokenUrl, scope, clientId, clientSecret, supplierKey, hour }) => ({
    authorityCode: authority,
    kind: receiver,
    ...{ url, tokenUrl, scope, clientId, clientSecret, supplierKey, hour },
  }))

/** The receivers of the configuration, as JSON: at most one for each authority. */
export const dailyReceivers = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(receiver, 'must be a list of receivers'))
  .refine((list) => new Set(list.map(({ authorityCode }) => authorityCode)).size === list.length, {
    error: 'must name each authority once',
  })
