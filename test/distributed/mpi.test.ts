/**
 * @file Groups over MPI, by every launcher that is installed: operations are folds over the ranks, two ranks train as one,
 * ranks that differ refuse, and one that fails ends the others.
 */
import { mpi, showMpiError } from 'cotangent/distributed'
import type { MpiError } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { installed, launch, launchers, leftOut, runAlone } from './launch.ts'
import { optimizers } from './smallTraining.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-mpi-'))
afterAll(() => rmSync(folder, { recursive: true }))

const refusal = async (library: string): Promise<MpiError | null> => {
  const made = await mpi({ library })()
  return E.isLeft(made) ? made.left : null
}

describe('mpi', () => {
  it('refuses a path where there is nothing, a file that is no library, and a folder', async () => {
    const [none, text] = [join(folder, 'none.so'), join(folder, 'text.so')]
    writeFileSync(text, 'no library\n'.repeat(100))
    expect(await refusal(none)).toMatchObject({ _tag: 'NotLoaded', path: none })
    expect(await refusal(text)).toMatchObject({ _tag: 'NotLoaded', path: text })
    expect(await refusal(folder)).toEqual({ _tag: 'NotLoaded', path: folder, reason: 'it is no file' })
  })

  it.runIf(process.platform === 'linux')('refuses a library that is not one of MPI', async () => {
    const error = { _tag: 'NotMpi', path: 'libm.so.6', reason: 'it has no MPI_Get_library_version' }
    expect(await refusal('libm.so.6')).toEqual(error)
  })

  it('refuses a koffi that is not there, and options of other names', async () => {
    expect(await mpi({ koffi: join(folder, 'koffi') })()).toMatchObject({ left: { _tag: 'NotInstalled' } })
    expect(() => mpi({ lib: 'libmpi.so' } as never)()).toThrow(/set the options of mpi: .*'lib'/)
  })

  it('says in one line what to install where there is no library', () => {
    const text = showMpiError({ _tag: 'NoLibrary', tried: [{ path: 'libmpi.so', reason: 'no such file' }] })
    expect(text).toMatch(/no library is there; install openmpi-bin or mpich, .*\(libmpi\.so: no such file\)$/)
  })
})

if (launchers.length === 0)
  describe.skip('groups over MPI: neither mpirun.openmpi nor mpiexec.mpich is installed', () => {})

for (const name of leftOut) describe.skip(`groups ${name}`, () => {})

describe.each(launchers)('a group over $name', (launcher) => {
  it.each([2, 3])('reduces, sends and gathers as a fold over %i ranks', (ranks) => {
    const { lines, code, errors } = launch(launcher, ranks, 'laws')
    expect(lines.toSorted(), errors).toEqual(
      Array.from({ length: ranks }, (_, rank) => `rank ${String(rank)} of ${String(ranks)} holds`),
    )
    expect(code).toBe(0)
  })

  it('trains LeNet for an epoch on two ranks as on one, to 1e-5', () => {
    const { lines, errors } = launch(launcher, 2, 'lenet')
    const apart = lines.map((line) => (JSON.parse(line) as { apart: number }).apart)
    expect(apart.length, errors).toBe(2)
    expect(Math.max(...apart)).toBeLessThan(1e-5)
    expect(Math.max(...apart)).toBeGreaterThan(0)
  })

  it.each([2, 3])('trains on %i ranks as on one, with equal bits on every rank', (ranks) => {
    const { lines, errors } = launch(launcher, ranks, 'training')
    const results = lines.map((line) => JSON.parse(line) as { name: string; apart: number; digest: string })
    expect(results.length, errors).toBe(ranks * Object.keys(optimizers).length)
    for (const name of Object.keys(optimizers)) {
      const own = results.filter((result) => result.name === name)
      expect(new Set(own.map(({ digest }) => digest)).size, name).toBe(1)
      expect(Math.max(...own.map(({ apart }) => apart)), name).toBeLessThan(1e-12)
    }
  })

  it('refuses calls that differ or fail, on every rank, by the first path', () => {
    const { lines, code } = launch(launcher, 2, 'refusals')
    expect(code).toBe(0)
    for (const rank of [0, 1]) {
      const own = lines.filter((line) => line.startsWith(`rank ${String(rank)}:`))
      expect(own[0]).toMatch(/conv\.weight \[2\] as on rank 0, found conv\.weight \[3\] on rank 1$/)
      expect(own[1]).toMatch(/nothing as on rank 0, found b \[1\] on rank 1$/)
      expect(own[2]).toMatch(/allReduce max as on rank 0, found broadcast from 0 on rank 1$/)
      expect(own[3]).toMatch(/allReduce sum as on rank 0, found barrier on rank 1$/)
      expect(own[4]).toMatch(/barrier as on rank 0, found some on rank 1$/)
      expect(own[5]).toMatch(
        rank === 1 ? /: Cannot gather .*found 7$/ : /a failure on rank 1: Cannot gather .*found 7$/,
      )
      expect(own[6]).toMatch(/: NaN,NaN,NaN,NaN$/)
      expect(own[7]).toMatch(rank === 1 ? /: nothing is refused$/ : /found one that rank 1 has closed$/)
      expect(own[8]).toMatch(/expected an open group, found one that is closed$/)
    }
  })

  it('finds parameters that drift apart, by step and path', () => {
    const { lines, code } = launch(launcher, 2, 'drift')
    expect(code).toBe(0)
    expect(lines.length).toBe(2)
    for (const line of lines)
      expect(line).toMatch(/the same parameters on every rank after step 2, found different numbers at 'bias'$/)
  })

  it('ends all ranks when one fails', () => {
    const { lines, errors, code } = launch(launcher, 2, 'death')
    expect(code).not.toBe(0)
    expect(errors).toMatch(/one rank fails/)
    expect(lines.join()).not.toMatch(/the others go on/)
  })

  it('ends all ranks when one is killed', () => {
    const { lines, code } = launch(launcher, 2, 'killed')
    expect(code).not.toBe(0)
    expect(lines.join()).not.toMatch(/the others go on/)
  })

  it('is a group of one without its launcher', () => {
    expect(runAlone('laws', launcher.library).lines).toEqual(['rank 0 of 1 holds'])
  })
})

describe.runIf(installed.length === 2)('the launcher of another library', () => {
  it.each(installed)('is refused by one that does not see what $name has started', (launcher) => {
    const other = installed.find(({ name }) => name !== launcher.name)
    const { lines, code } = launch(launcher, 2, 'laws', other?.library ?? '')
    expect(code).not.toBe(0)
    expect(lines[0]).toMatch(/2 processes were started by .*, which .* does not see/)
  })
})
