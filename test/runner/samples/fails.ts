import t from 'tap'

t.test('a sum', (t) => {
  t.equal(1 + 1, 3)
  t.end()
})
