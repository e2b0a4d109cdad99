import t from 'tap'

t.pass('so far')
process.exit(3)
