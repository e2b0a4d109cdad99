import t from 'tap'
import { answersAt, ukMoment, weekdays, type ContactHours } from '../../src/domain/contact-hours.ts'

const office: ContactHours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }
const nights: ContactHours = { days: [...weekdays], from: '17:00', to: '09:00' }

t.test('an office answers in its hours, and no longer at the end of them', (t) => {
  const answers = (weekday: ContactHours['days'][number], time: string) =>
    answersAt([office], { weekday, time })
  t.same(
    [
      answers('fri', '09:00'),
      answers('fri', '16:59'),
      answers('fri', '17:00'),
      answers('fri', '17:30'),
      answers('sat', '10:00'),
    ],
    [true, true, false, false, false],
  )
  t.end()
})

t.test('hours that are not later at their end go on into the next day, also from Sunday to Monday', (t) => {
  const friday: ContactHours = { ...nights, days: ['fri'] }
  t.ok(answersAt([friday], { weekday: 'fri', time: '17:30' }))
  t.ok(answersAt([friday], { weekday: 'sat', time: '08:59' }))
  t.notOk(answersAt([friday], { weekday: 'sat', time: '09:00' }))
  t.notOk(answersAt([friday], { weekday: 'fri', time: '08:00' }))
  t.ok(answersAt([{ ...nights, days: ['sun'] }], { weekday: 'mon', time: '00:00' }))
  t.ok(
    answersAt([{ days: ['sat'], from: '00:00', to: '00:00' }], { weekday: 'sat', time: '23:59' }),
    'a whole day',
  )
  t.end()
})

t.test('without hours someone answers at any time; between two spans nobody leaves a gap', (t) => {
  for (const weekday of weekdays) {
    for (const time of ['00:00', '08:59', '09:00', '16:59', '17:00', '23:59']) {
      t.ok(answersAt([], { weekday, time }))
      t.ok(answersAt([nights, { ...office, days: weekdays }], { weekday, time }), `${weekday} ${time}`)
    }
  }
  t.end()
})

t.test('the time is that of the clocks of the United Kingdom', (t) => {
  t.same(ukMoment(new Date('2023-12-01T17:30:00Z')), { weekday: 'fri', time: '17:30' })
  t.same(ukMoment(new Date('2023-07-02T23:15:00Z')), { weekday: 'mon', time: '00:15' }, 'in summer')
  t.end()
})
