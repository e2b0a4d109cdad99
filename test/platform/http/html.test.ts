import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { preferredType } from '../../../src/platform/http/accept.ts'
import { html } from '../../../src/platform/http/html.ts'

t.test(
  'what is put into markup is escaped, in text and in quoted attributes; markup itself is not',
  async (t) => {
    const text = `<b>"Tom" & 'Ann'</b>`
    t.equal(
      html`<p title="${text}">${text}</p>`.toString(),
      '<p title="&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;">&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;</p>',
    )
    t.equal(html`<i>${[1, '<', html`<b>2</b>`]}</i>`.toString(), '<i>1&lt;<b>2</b></i>')
    t.equal(html`${null}${undefined}${false}${0}`.toString(), '0', 'nothing is nothing, zero is zero')
  },
)

t.test(
  'the media type is the one that the caller would rather have, the first where it is all the same',
  async (t) => {
    const ask = (accept?: string) =>
      preferredType({ headers: { accept } } as unknown as FastifyRequest, ['application/json', 'text/html'])
    t.equal(ask(), 'application/json')
    t.equal(ask('*/*'), 'application/json')
    t.equal(ask('text/html, application/json'), 'application/json')
    t.equal(ask('text/*;q=0.9, application/json;q=0.8'), 'text/html')
    t.equal(ask('text/html;q=0, */*'), 'application/json')
    t.throws(() => ask('image/png'), { message: 'Ask for application/json or text/html.' })
  },
)
