/** @file Draws the figures of the guide: `npm run figures`. A test asserts that what is committed is current. */
import { writeFileSync } from 'node:fs'
import { figures } from './index.ts'

for (const [name, draw] of Object.entries(figures)) writeFileSync(`docs/guide/figures/${name}.svg`, await draw())
