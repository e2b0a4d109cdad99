/* global document, setInterval, setTimeout, addEventListener, fetch, location, DOMParser */
// Comfort: everything works without it.
import { initAll } from './govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

/** Whole minutes and seconds until an instant, said as on a kitchen timer. */
function remaining(until) {
  const seconds = Math.max(0, Math.round((Date.parse(until) - Date.now()) / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  if (seconds === 0) return 'It has lapsed.'
  if (hours >= 48) return `${Math.floor(hours / 24)} days left`
  if (hours > 0) return `${hours} h ${minutes} min left`
  return `${minutes} min ${seconds % 60} s left`
}

for (const timer of document.querySelectorAll('[data-until]')) {
  const show = () => {
    timer.textContent = remaining(timer.dataset.until)
  }
  show()
  setInterval(show, 1000)
}

let lastUse = Date.now()
for (const use of ['pointerdown', 'keydown', 'scroll'])
  addEventListener(use, () => {
    lastUse = Date.now()
  })

/** Nobody's session is kept alive by a page that nobody looks at. */
const isInUse = () => Date.now() - lastUse < 15 * 60_000

/** Shows a part of the page anew every so many seconds, while the part itself says so and nobody is at work in it. */
async function renew(id) {
  const part = document.getElementById(id)
  const seconds = Number(part?.dataset.renewSeconds)
  if (!(seconds > 0)) return
  if (isInUse() && !part.contains(document.activeElement)) {
    const answer = await fetch(location.href).catch(() => null)
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = page && page.getElementById(id)
    if (next) part.replaceWith(document.adoptNode(next))
  }
  setTimeout(renew, seconds * 1000, id)
}
for (const { id, dataset } of document.querySelectorAll('[data-renew-seconds]'))
  setTimeout(renew, Number(dataset.renewSeconds) * 1000, id)
