/**
 * @file Draws the figures of the guide: `npm run figures`, or `npm run figures -- NAME` for some of them. A test asserts that
 * what is committed is current.
 */
import { writeFileSync } from 'node:fs'
import { figures } from './index.ts'

const wanted = process.argv.slice(2)

for (const [name, draw] of Object.entries(figures))
  if (wanted.length === 0 || wanted.includes(name)) writeFileSync(`docs/guide/figures/${name}.svg`, await draw())
