/** @file The interface of the compiled module: arguments go by their names, on both sides. */
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { commandWriter, whole } from '../../../src/backend/wasm/Command.ts'
import { pack, placesOf, widthOfLayout } from '../../../src/backend/wasm/interface/Arguments.ts'
import { commands, opcodeOf } from '../../../src/backend/wasm/interface/commands.ts'
import { entryCommands } from '../../../src/backend/wasm/interface/commands/entries.ts'
import { findings } from '../../../src/backend/wasm/interface/findings.ts'
import { header } from '../../../src/backend/wasm/interface/records.ts'
import { entryModule } from '../../../src/backend/wasm/modules.ts'

const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0]!

describe('pack', () => {
  it('puts each argument where its name stands, whatever their order', () => {
    const words = pack(commands.ramp, { increment: 0.5, value: -2, count: 7, target: 64, perUnit: 3 }, 0)
    const at = Object.fromEntries(placesOf(commands.ramp).map(({ name, at }) => [name, words[at]]))
    expect(at).toEqual({ target: 64, perUnit: 3, count: 7, value: bitsOf(-2), increment: bitsOf(0.5) })
  })

  it('writes flags, names and records', () => {
    const window = { input: 1, kernel: 2, stride: 3, low: 4, dilation: 5, inputDilation: 6, output: 7 }
    const pool = { source: 8, target: 12, perUnit: 1, planes: 2, rows: window, columns: { ...window, output: 9 } }
    expect(pack(commands.maxPool, { pool }, 0)).toEqual([8, 12, 1, 2, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 9])
    const reduced = { source: 8, target: 12, inner: 1, perUnit: 2, items: 3, runs: 4, kept: [], reduced: [] }
    const [operation, , , isInnerReduced] = pack(
      commands.reduce,
      { ...reduced, operation: 'min', isInnerReduced: true },
      0,
    )
    expect([operation, isInnerReduced]).toEqual([2, 1])
  })

  it('writes addresses beyond 2 GiB as the words that hold them', () => {
    const target = 3 * 2 ** 30
    expect(pack(commands.ramp, { target, perUnit: 1, count: 1, value: 0, increment: 1 }, 0)[0]! >>> 0).toBe(target)
  })

  it('puts lists behind the arguments, and the lists of their items behind these', () => {
    const axes = [
      { length: 2, stride: 4 },
      { length: 3, stride: 8 },
    ]
    const broadcasts = [
      { source: 100, block: 0, axes },
      { source: 200, block: 1, axes: axes.slice(1) },
    ]
    const address = 4096
    const words = pack(commands.fused, { perUnit: 1, count: 1, block: 16, broadcasts, steps: [] }, address)
    const wordAt = (at: number): number => words[(at - address) / 4]!
    const [first, count] = words.slice(3, 5) as [number, number]
    expect([first, count]).toEqual([address + 4 * widthOfLayout(commands.fused), 2])
    const second = first + 16
    expect([wordAt(first), wordAt(first + 4), wordAt(second), wordAt(second + 4)]).toEqual([100, 0, 200, 1])
    const lists = [first, second].map((at) =>
      Array.from({ length: wordAt(at + 12) * 2 }, (_, k) => wordAt(wordAt(at + 8) + 4 * k)),
    )
    expect(lists).toEqual([
      [2, 4, 3, 8],
      [3, 8],
    ])
  })
})

describe('commandWriter', () => {
  it('tells where commands and tables lie', () => {
    const address = 1 << 16
    const writer = commandWriter(address, [entryModule])
    writer.command('keySplit', { ...whole, units: 5, shared: true, nanoseconds: 9 }, { key: 4, target: 8, index: 1 })
    const table = writer.table([11, 12])
    writer.command('keySplit', whole, { key: 4, target: 8, index: 2 })
    const words = [...writer.words()]
    const own = Object.fromEntries(header.map((name, k) => [name, words[k]]))
    expect(own).toEqual({ opcode: opcodeOf('entries', Object.keys(entryCommands).indexOf('keySplit')), units: 5 })
    const at = (table - address) / 4
    expect(words.slice(at, at + 2)).toEqual([11, 12])
    expect(writer.commands()).toEqual([
      { at: 0, units: 5, shared: true, nanoseconds: 9 },
      { at: at + 2, units: 1, shared: false, nanoseconds: 0 },
    ])
    expect(words.length).toBe(2 * (header.length + 3) + 2)
  })
})

describe('findings', () => {
  it.each(Object.entries(findings))('%s fits into its words', (_, { words, layout }) => {
    expect(widthOfLayout(layout)).toBeLessThanOrEqual(words)
  })
})

describe('the sources of the module', () => {
  it('read no argument and no finding by a number', async () => {
    const folder = new URL('../../../src/backend/wasm/assembly/', import.meta.url)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
    const sources = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
    expect(
      sources.flatMap(
        (source) =>
          source.match(
            /load<\w+>\((args|axis|axes|rows|columns|found|judgement|verdicts|ofInput|ofCotangent)[,)].*/g,
          ) ?? [],
      ),
    ).toEqual([])
    expect(sources.flatMap((source) => source.match(/\bcase \d+:/g) ?? [])).toEqual([])
  })
})
