/** @file Builds the package in `dist`: the doors and the command, their declarations, and the licenses of what is bundled. */
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleDoors, doorNames, licensesOf, written } from './bundleDoors.ts'
import { writeDeclarations } from './declarations.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

rmSync(dist, { recursive: true, force: true })
const { output } = await (await bundleDoors()).write(written)
await writeDeclarations(doorNames)
writeFileSync(`${dist}LICENSES.txt`, licensesOf(output.filter((file) => file.type === 'chunk')))
