/** Pieces of HTML. Whatever is text is escaped here, so that a class called `<b>` stays a name. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for an element or an attribute. */
export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

/** A share as `92.3 %`, in the digits of the terminal and the page. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** An interval as `[90.1, 94.0]`. */
export function range([low, high]: readonly [number, number]): string {
  return `[${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]`
}

/** `1 234`, with thin spaces. */
export function integer(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A rate that may be small: `0.10 %`, `12.3 %`. */
export function rate(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`
}

/** A section with its heading. */
export function section(title: string, ...content: readonly string[]): string {
  return `<section>\n<h2>${escape(title)}</h2>\n${content.filter(Boolean).join('\n')}\n</section>`
}

export function paragraph(text: string, look = ''): string {
  return `<p${look ? ` class="${look}"` : ''}>${escape(text)}</p>`
}

/** Names and values. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string {
  const shown = rows.filter(([, value]) => value !== '')
  return `<dl>${shown.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('\n')}</dl>`
}

/** A table whose first column is names and whose others are figures. @param numeric columns from here on are figures */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numeric = 1): string {
  const cell = (tag: string) => (text: string, i: number) =>
    `<${tag}${i >= numeric ? ' class="figure"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escape(text)}</${tag}>`
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`)
  return `<table><thead><tr>${head.map(cell('th')).join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}
