/** The whole stylesheet of pages to print: system fonts, black on white, no meaning by colour alone (WCAG 1.4.1), print on A4. */
export const printStyle = `
:root { color: #000; background: #fff; font: 11pt/1.4 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif }
body { max-width: 62rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.6em; line-height: 1.2; margin: 0 0 .3em }
h2 { font-size: 1.35em; line-height: 1.2; margin: 0 0 .4em; border-top: 3px solid #000; padding-top: .4em }
h3 { font-size: 1.1em; margin: 1.4em 0 .4em }
h4 { font-size: 1em; margin: 1em 0 .3em }
p { margin: .4em 0 }
a { color: inherit }
.marking { font-weight: 700; border: 2px solid #000; padding: .2em .6em; display: inline-block; margin: 0 0 .8em }
.question { border-left: 4px solid #000; padding-left: .8em; font-size: 1.05em }
.note { color: #333 }
table { border-collapse: collapse; width: 100%; margin: .4em 0 1em; font-size: .9em }
caption { text-align: left; font-weight: 700; padding: .2em 0 }
th, td { border: 1px solid #444; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: break-word }
thead th { background: #eee; border-bottom: 2px solid #000 }
.options { table-layout: fixed }
.options th:first-child { width: 19% }
.number { text-align: right; white-space: nowrap }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1em; margin: .4em 0 }
dl.facts dt { font-weight: 700 }
dl.facts dd { margin: 0 }
.minutes { border: 1px solid #444; min-height: 8em; padding: .4em .6em; margin: .4em 0 1em }
article { margin-top: 2.5em }
@media (max-width: 40rem) {
  th, td { overflow-wrap: anywhere }
}
@media print {
  @page { size: A4; margin: 14mm 12mm 16mm }
  :root { font-size: 9.5pt }
  body { max-width: none; padding: 0 }
  a { text-decoration: none }
  article { break-before: page; margin-top: 0 }
  h2, h3, h4, caption { break-after: avoid }
  tr, .minutes, .question, dl.facts, .decision { break-inside: avoid }
  thead { display: table-header-group }
}
`
