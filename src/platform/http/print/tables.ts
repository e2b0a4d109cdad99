import { html, type Content, type Html } from '../html.ts'

/** Names and values as a list of definitions. */
export const facts = (pairs: readonly (readonly [string, Content])[]) =>
  html`<dl class="facts">
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`

const headings = (names: readonly string[]) =>
  html`<thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`

/** A table whose first column holds the row headers, or a paragraph saying `none` when there are no rows. */
export function tableOf(names: readonly string[], rows: readonly (readonly Content[])[], none: string): Html {
  if (rows.length === 0) return html`<p>${none}</p>`
  return html`<table>
    ${headings(names)}
    <tbody>
      ${rows.map(
        ([first, ...rest]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${rest.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}
