import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { defaultSettings } from '../../domain/lifecycle/settings.ts'
import { readAs, writeAs } from '../../platform/db/tenant.ts'
import { atVersion } from '../../platform/http/action.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { etagOf, ifMatch, versionOf } from '../../platform/http/etag.ts'
import { Problem } from '../../platform/http/problem.ts'
import { insertSettings, ownSettings, updateSettings, type SettingsRow } from './queries/settings.ts'
import { settingsView as view } from './schema.ts'

const NAME = 'record of settings'

/** The defaults as a record: version 0 until an authority first changes them. */
const defaults = {
  ...defaultSettings,
  purposeRequiredFor: [] as string[],
  sharesForecastSpreads: false,
  version: 0,
}

/** Routes of an authority's own settings for placing. */
export function registerSettings(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const url = '/v1/settings'
  const schema = { tags: ['Placements'] }
  const answer = (reply: FastifyReply, row: SettingsRow | typeof defaults) =>
    reply.header('etag', etagOf(row.version)).send(row)

  app.get(
    url,
    {
      config: { scope: 'placements:read' },
      schema: {
        ...schema,
        summary: 'Read: settings of the authority',
        description:
          'What the authority decides for itself about placing, and about who reads; the defaults until it does.',
        response: { 200: view },
      },
    },
    async (request, reply) => answer(reply, (await readAs(pool, request.principal, ownSettings)) ?? defaults),
  )

  app.patch(
    url,
    {
      config: { scope: 'settings:write' },
      schema: {
        ...schema,
        summary: 'Change: settings of the authority',
        description: 'Settings left out stay as they are.',
        headers: ifMatch.extend(changeReason.shape),
        body: view.partial().strict(),
        response: { 200: view },
      },
    },
    async (request, reply) => {
      const version = versionOf(request.headers['if-match'])
      const row = await writeAs(pool, request.principal, async (tx) => {
        const previous = await ownSettings(tx)
        atVersion(previous ?? defaults, version, NAME)
        if (previous === undefined) return insertSettings(tx, { ...defaultSettings, ...request.body })
        const change = await updateSettings(tx, previous.id, request.body, previous.version)
        return 'row' in change ? change.row : undefined
      })
      if (row === undefined)
        throw new Problem('version-changed', `The ${NAME} has changed since you read it.`)
      return answer(reply, row)
    },
  )
}
