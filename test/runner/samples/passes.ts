import t from 'tap'

t.pass('all is well')
