import { randomBytes } from 'node:crypto'
import t from 'tap'
import { requireKeys, sealAnew, Sealing } from '../../../src/platform/db/sealing.ts'
import { testApp } from '../../support/app.ts'
import { aWebhook } from '../../support/builders.ts'
import { aReceiver } from './receiver.ts'
import { signatureHeaders } from '../../../src/features/events/signature.ts'

const [first, second] = [randomBytes(32), randomBytes(32)]

t.test('a sealed secret opens for its holder alone, by its key alone, and as it was', (t) => {
  const [secret, other] = [randomBytes(32), randomBytes(32)]
  const sealing = new Sealing([first])
  const envelope = sealing.seal(secret, 'a')
  t.notOk(envelope.includes(secret))
  t.notSame(sealing.seal(secret, 'a'), envelope, 'never twice the same')
  t.same(sealing.unseal(envelope, 'a'), secret)
  t.same(new Sealing([second, first]).unseal(envelope, 'a'), secret, 'an earlier key opens')
  t.throws(() => sealing.unseal(envelope, 'b'), 'not for another')
  t.throws(() => new Sealing([second]).unseal(envelope, 'a'), { message: /SECRETS_KEYS does not have/ })
  for (const index of [5, 20, 40]) {
    const copy = Buffer.from(envelope)
    copy.writeUInt8(copy.readUInt8(index) ^ 1, index)
    t.throws(() => sealing.unseal(copy, 'a'), `changed at ${index}`)
  }
  t.same(new Sealing([]).seal(other, 'a'), other, 'without a key it is stored as it is')
  t.same(sealing.unseal(other, 'a'), other, 'and opens when there is one')
  t.end()
})

t.test('deliveries are signed by what is stored sealed, before and after the key is changed', async (t) => {
  const service = await testApp(t, { sending: {}, sealing: new Sealing([second, first]) })
  const admin = await service.as('admin')
  const receiver = await aReceiver(t)
  const webhook = await aWebhook(admin, { url: receiver.url })
  const issue = await admin.post<{ secret: string }>(`/v1/webhooks/${webhook.id}/secrets`)
  const secret = Buffer.from(issue.body.secret.replace('whsec_', ''), 'base64')
  const secretInDatabase = async () =>
    (await service.ownerPool.query<{ secret: Buffer }>('select secret from webhook_secrets')).rows[0]?.secret
  t.notOk((await secretInDatabase())?.includes(secret), 'the database does not have it')

  const isSigned = async () => {
    const count = receiver.deliveries.length
    await admin.patch(`/v1/webhooks/${webhook.id}`, { description: 'x' }, { 'if-match': '*' })
    await admin.post('/v1/providers', { name: `Provider ${count}`, sector: 'own' })
    await receiver.until(({ deliveries }) => deliveries.length > count)
    const delivery = receiver.deliveries.at(-1)
    const { headers = {}, body = '' } = delivery ?? {}
    const time = new Date(Number(headers['webhook-timestamp']) * 1000)
    const expected = signatureHeaders(String(headers['webhook-id']), time, body, [secret])
    return headers['webhook-signature'] === expected['webhook-signature']
  }
  t.ok(await isSigned())
  const previous = await secretInDatabase()
  t.equal(await sealAnew(service.ownerPool, new Sealing([first, second])), 1)
  t.equal(await sealAnew(service.ownerPool, new Sealing([first, second])), 0, 'done')
  t.notSame(await secretInDatabase(), previous)
  t.ok(await isSigned(), 'a process that has both keys goes on')
  await requireKeys(service.ownerPool, new Sealing([first]))
  await t.rejects(requireKeys(service.ownerPool, new Sealing([second])), {
    message: /SECRETS_KEYS does not have/,
  })
  await t.rejects(requireKeys(service.ownerPool, new Sealing([])), { message: /SECRETS_KEYS does not have/ })
})
