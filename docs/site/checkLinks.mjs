/**
 * @file Follows every link of the site that stays in it: `node docs/site/checkLinks.mjs FOLDER`. Prints those that lead
 * nowhere, to a page or to a place in one, and ends with 1 if there are any.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'

const [root = 'docs/api'] = process.argv.slice(2)

const pagesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return pagesBelow(path)
    return extname(path) === '.html' ? [path] : []
  })

const pages = pagesBelow(root)
const texts = new Map(pages.map((path) => [path, readFileSync(path, 'utf8')]))
const unescaped = (text) => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')
const places = new Map(
  [...texts].map(([path, text]) => [
    path,
    new Set([...text.matchAll(/ (?:id|name)="([^"]*)"/gu)].map(([, id]) => unescaped(id))),
  ]),
)

const targets = (text) =>
  [...text.matchAll(/ (?:href|src)="([^"]*)"/gu)]
    .map(([, link]) => unescaped(link))
    .filter((link) => !/^(?:[a-z]+:|#?$)/iu.test(link))

const fault = (page, link) => {
  const [path = '', place = ''] = link.split('#').map(decodeURIComponent)
  const target = path === '' ? page : normalize(join(dirname(page), path.split('?')[0]))
  if (!existsSync(target) || statSync(target).isDirectory()) return `${page}: '${link}' leads to no file`
  if (place !== '' && places.has(target) && !places.get(target).has(place))
    return `${page}: '${link}' leads to no place`
  return null
}

const faults = [...texts].flatMap(([page, text]) =>
  [...new Set(targets(text))].map((link) => fault(page, link)).filter((one) => one !== null),
)
for (const line of faults.slice(0, 50)) console.error(line)
console.log(`${String(pages.length)} pages, ${String(faults.length)} links that lead nowhere`)
if (faults.length > 0) process.exitCode = 1
