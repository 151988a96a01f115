/** @file Declares the doors: one file of types for each, and those that they share, with their documentation. */
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Types that a door uses and another exports stay where they are; so do some that none does. */
const isExpected = (message: string): boolean => message.includes('no public re-export')

/** Writes the declarations of the doors, each of which has a name such as `src/nn/index`. */
export const writeDeclarations = async (doors: readonly string[]): Promise<void> => {
  const bundle = await rollup({
    input: Object.fromEntries(doors.map((name) => [name, `${root}${name}.ts`])),
    plugins: [dts({ tsconfig: `${root}tsconfig.build.json` })],
    external: /^[^./]/,
    onwarn: ({ message }) => {
      if (!isExpected(message)) throw new Error(message)
    },
  })
  await bundle.write({
    dir: `${root}dist`,
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'shared/[hash].d.ts',
  })
  await bundle.close()
}
