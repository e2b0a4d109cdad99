import t from 'tap'

t.pass('so far')
throw new Error('while it is loaded')
