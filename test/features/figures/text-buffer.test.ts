import fc from 'fast-check'
import t from 'tap'
import { TextBuffer } from '../../../src/features/figures/text-buffer.ts'

const textOf = (write: (text: TextBuffer) => void): string => {
  const text = new TextBuffer()
  write(text)
  return text.take().toString()
}

/** Numbers of every kind that figures have, and others: whole, with up to four decimal places, tiny, huge and none. */
const numbers = fc.array(
  fc.oneof(
    fc.integer(),
    fc.integer({ min: -100_000_000, max: 100_000_000 }).map((parts) => parts / 10_000),
    fc.double(),
    fc.constantFrom(0, -0, NaN, 0.0001, 9.9999, 10, 999_999_999.9999, 1e9, 1e21),
  ),
  { maxLength: 200 },
)

t.test('numbers stand as JSON has them', async (t) => {
  fc.assert(
    fc.property(numbers, (list) => {
      const finite = list.filter((number) => Number.isNaN(number) || Number.isFinite(number))
      const text = textOf((buffer) => buffer.writeNumbers(Float64Array.from(finite)))
      return text === finite.map((number) => `${JSON.stringify(number)},`).join('')
    }),
  )
  t.pass()
})

t.test('what stands from a place on is repeated, and the rest stays', async (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat({ max: 50 }), (head, piece, times) => {
      const text = textOf((buffer) => {
        buffer.write(head)
        const start = buffer.length
        buffer.write(piece)
        buffer.repeat(start, times)
        buffer.write('.')
      })
      return text === Buffer.from(`${head}${piece.repeat(times)}.`).toString()
    }),
  )
  t.pass()
})

t.test('a buffer grows as it is written, and is empty once taken', async (t) => {
  const text = new TextBuffer()
  text.write('é'.repeat(100_000))
  text.writeNumbers(new Float64Array(100_000).fill(12.5))
  t.equal(text.take().toString(), 'é'.repeat(100_000) + '12.5,'.repeat(100_000))
  t.equal(text.take().length, 0)
})
