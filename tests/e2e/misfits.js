/* global document, getComputedStyle */
// Evaluated in the page: words that do not fit where they stand, and boxes wider than their page.
;(() => {
  /** @type {string[]} */
  const found = []
  /** @param {Element} element @param {string} what */
  const wide = (element, what) => {
    if (element.scrollWidth > element.clientWidth + 1) found.push(`${what} is ${element.scrollWidth} wide`)
  }
  wide(document.documentElement, 'the window')
  const page = document.getElementById('page')
  if (page) wide(page, 'the page')
  for (const element of document.querySelectorAll('button, h1, h2, h3, dt, dd, label, th')) {
    const { overflowX, textOverflow } = getComputedStyle(element)
    if (overflowX === 'visible' || textOverflow === 'ellipsis' || element.clientWidth <= 1) continue
    if (element.scrollWidth > element.clientWidth + 1) found.push(`cut: ${element.outerHTML.slice(0, 160)}`)
  }
  return found
})()
