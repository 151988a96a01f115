/**
 * @file A group over the network: two network namespaces of Linux, joined by a virtual cable, stand for two machines. Open
 * MPI starts processes in each by a script in place of ssh, and they talk over TCP.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { launchers, runWords, wordsFor } from './launch.ts'

const openMpi = launchers.find(({ name }) => name === 'Open MPI')

/** Names of this run's own, so that runs at the same time do not meet. */
const id = String(process.pid)
const hosts = ['a', 'b'].map((end) => ({ name: `cot${id}${end}`, cable: `v${id}${end}` }))
const [a, b] = [hosts[0]!, hosts[1]!]
const network = `10.77.${String(process.pid % 250)}`

const ip = (...words: readonly string[]): string | null => {
  const { status, error, stderr } = spawnSync('ip', words, { encoding: 'utf8' })
  return status === 0 ? null : (error?.message ?? stderr.trim())
}

const remove = (): void => hosts.forEach(({ name }) => ip('netns', 'del', name))

const steps: readonly (readonly string[])[] = [
  ['netns', 'add', a.name],
  ['netns', 'add', b.name],
  ['link', 'add', a.cable, 'netns', a.name, 'type', 'veth', 'peer', 'name', b.cable, 'netns', b.name],
  ...hosts.flatMap(({ name, cable }, k) => [
    ['-n', name, 'addr', 'add', `${network}.${String(k + 1)}/24`, 'dev', cable],
    ['-n', name, 'link', 'set', cable, 'up'],
    ['-n', name, 'link', 'set', 'lo', 'up'],
  ]),
]

/** Joins the namespaces; the reason where that is not possible. */
const joined = (): string | null => {
  if (openMpi === undefined) return 'mpirun.openmpi is not installed'
  const refusal = steps.reduce<string | null>((before, words) => before ?? ip(...words), null)
  if (refusal !== null) remove()
  return refusal === null ? null : `namespaces are not permitted (${refusal.split('\n')[0]!})`
}

const reason = joined()
const folder = mkdtempSync(join(tmpdir(), 'cotangent-hosts-'))
afterAll(() => {
  remove()
  rmSync(folder, { recursive: true })
})

const [agent, list] = [join(folder, 'agent.sh'), join(folder, 'hosts')]
// Both hosts have the same name and the same files, so their daemons would make the same folder at the same time.
writeFileSync(
  agent,
  `#!/bin/sh\nhost=$1\nshift\nexport TMPDIR="${folder}/$host"\nmkdir -p "$TMPDIR"\nexec ip netns exec "$host" sh -c "$*"\n`,
  { mode: 0o755 },
)
writeFileSync(list, hosts.map(({ name }) => `${name} slots=2\n`).join(''))

const parameters = {
  plm_rsh_agent: agent,
  btl: 'self,tcp',
  btl_tcp_if_include: `${network}.0/24`,
  oob_tcp_if_include: `${network}.0/24`,
  mpi_yield_when_idle: '1',
}

/** Runs a task of `rank.ts` on both hosts in turn. */
const across = (ranks: number, task: string) => {
  const settings = Object.entries(parameters).flatMap(([name, value]) => ['--mca', name, value])
  const words = ['--hostfile', list, '--map-by', 'node', ...settings]
  return runWords('ip', ['netns', 'exec', a.name, openMpi!.command, ...words, ...wordsFor(openMpi!, ranks), task])
}

describe.skipIf(reason !== null)(`a group over two network namespaces${reason === null ? '' : `: ${reason}`}`, () => {
  it.each([2, 4])('reduces, sends and gathers over TCP on %i ranks', (ranks) => {
    const { lines, code, errors } = across(ranks, 'laws')
    expect(lines.toSorted(), errors).toEqual(
      Array.from({ length: ranks }, (_, rank) => `rank ${String(rank)} of ${String(ranks)} holds`),
    )
    expect(code).toBe(0)
  })

  it('trains LeNet as one process does', () => {
    const { lines, errors } = across(2, 'lenet')
    const apart = lines.map((line) => (JSON.parse(line) as { apart: number }).apart)
    expect(apart.length, errors).toBe(2)
    expect(Math.max(...apart)).toBeLessThan(1e-5)
  })
})
