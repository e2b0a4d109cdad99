/* global document, setInterval, setTimeout, addEventListener, fetch, location, DOMParser, URL */
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

/** The page at the address as the service shows it now, and whether its session has ended; null where it does not answer. */
async function pageNow() {
  const answer = await fetch(location.href).catch(() => null)
  if (!answer?.ok) return null
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  return { page, hasEnded: new URL(answer.url).pathname === '/sign-in' }
}

/** Shows a part of the page anew every so many seconds, while the part itself says so and nobody is at work in it. */
async function renew(id) {
  const part = document.getElementById(id)
  const seconds = Number(part?.dataset.renewSeconds)
  if (!(seconds > 0)) return
  if (isInUse() && !part.contains(document.activeElement)) {
    const next = (await pageNow())?.page.getElementById(id)
    if (next) part.replaceWith(document.adoptNode(next))
  }
  setTimeout(renew, seconds * 1000, id)
}
for (const { id, dataset } of document.querySelectorAll('[data-renew-seconds]'))
  setTimeout(renew, Number(dataset.renewSeconds) * 1000, id)

/** Says above a form that the session has ended, and where to sign in beside it. */
function tellOfEnd(form) {
  document.getElementById('session-ended')?.remove()
  const notice = document.createElement('div')
  notice.id = 'session-ended'
  notice.className = 'govuk-error-summary'
  notice.tabIndex = -1
  notice.setAttribute('role', 'alert')
  notice.innerHTML = `<h2 class="govuk-error-summary__title">Your session has ended: nothing was sent</h2>
    <p class="govuk-body"><a class="govuk-link" href="/sign-in" target="_blank">Sign in in a new tab</a>,
    then come back and send this. What you filled in and the files you chose stay here.</p>`
  form.before(notice)
  notice.focus()
}

/** Files cannot be kept for later, so a form with files is sent only while somebody is signed in, signed for that session. */
for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]'))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const now = await pageNow()
    if (now?.hasEnded) return tellOfEnd(form)
    const token = now?.page.querySelector('main input[name="_token"]')
    if (token) form.elements._token.value = token.value
    form.submit()
  })
