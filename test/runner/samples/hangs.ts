import t from 'tap'

t.setTimeout(200)
t.test('never done', () => new Promise<void>(() => {}))
