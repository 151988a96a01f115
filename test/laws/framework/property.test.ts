import { TensorError, key, tensor } from 'cotangent'
import { LawError, asyncLaw, checkLaw, law, passed, showFailure } from 'cotangent/laws'
import type { Equation, LawFailed, LawKink, LawResult } from 'cotangent/laws'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fact } from '../../../laws/framework/property.ts'

const whole = fc.nat({ max: 10_000 })
const same = law('n = n', whole, (n) => ({ left: n, right: n }))
/** Wrong from 1000 on. */
const small = law('n is small', whole, (n) => ({ left: tensor([n], [1]), right: tensor([Math.min(n, 999)], [1]) }))

const failed = (result: LawResult): LawFailed => {
  if (result._tag !== 'failed') throw new Error(`${result.law} ${result._tag}`)
  return result
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('law', () => {
  it('passes with the number of samples and the worst error', () => {
    expect(same.run({ runs: 30, seed: 1 })).toEqual({
      _tag: 'passed',
      law: 'n = n',
      runs: 30,
      seed: 1,
      worstError: 0,
      kinks: 0,
    })
    const near = law('near', whole, (n) => ({ left: 1, right: 1 + n / 1e8, tolerance: 1e-3 }))
    expect(near.run({ runs: 30, seed: 1 }).worstError).toBeGreaterThan(1e-6)
  })

  it('fails with the smallest sample, both sides, seed and path', () => {
    const result = failed(small.run({ seed: 3 }))
    expect(result).toMatchObject({ counterexample: '1000', seed: 3, worstError: 1 / 1000 })
    expect(result.differences).toEqual([{ at: '[0]', left: '1000', right: '999' }])
    expect(result.path).toMatch(/^\d+(:\d+)*$/)
  })

  it('tries exactly the failing sample again from its path', () => {
    const { path } = failed(small.run({ seed: 3 }))
    const tried: number[] = []
    const listening = law('n is small', whole, (n) => {
      tried.push(n)
      return { left: n, right: Math.min(n, 999) }
    })
    expect(failed(listening.run({ seed: 3, path })).counterexample).toBe('1000')
    expect(new Set(tried)).toEqual(new Set([1000]))
  })

  it('tries other samples of other seeds, and the same of the same', () => {
    const samplesOf = (seed: number): readonly number[] => {
      const tried: number[] = []
      law('listens', whole, (n) => {
        tried.push(n)
        return { left: n, right: n }
      }).run({ runs: 20, seed })
      return tried
    }
    expect(samplesOf(1)).toEqual(samplesOf(1))
    expect(samplesOf(1)).not.toEqual(samplesOf(2))
  })

  it('prints a line that replays a failure', () => {
    const text = showFailure(failed(small.run({ seed: 3, file: 'test/small.test.ts' })))
    expect(text).toMatch(
      /^n is small does not hold: the sides differ, with a relative error of 0\.001 \(\d+ samples? held\)$/m,
    )
    expect(text).toMatch(/^ {2}\[0\]\n {4}left: {2}1000\n {4}right: 999$/m)
    expect(text).toMatch(
      /^replay: COTANGENT_SEED=3 COTANGENT_PATH="[\d:]+" npx vitest run test\/small\.test\.ts -t "n is small"$/m,
    )
    expect(text).toMatch(/^again: {2}run\(\{ seed: 3, path: '[\d:]+' \}\)$/m)
    const { replay } = failed(small.run({ seed: 3, command: (name, seed, path) => `${name} ${String(seed)} ${path}` }))
    expect(replay).toMatch(/^n is small 3 [\d:]+$/)
  })

  it('names no test runner that does not run', () => {
    vi.stubEnv('VITEST', '')
    const result = failed(small.run({ seed: 3 }))
    expect(result.replay).toBe(`run({ seed: 3, path: '${result.path}' })`)
    expect(showFailure(result)).not.toContain('vitest')
  })

  it('shows both sides by their names, and what they are computed from, shortened', () => {
    const named = law('named', fc.constant(0), () => ({
      left: tensor(
        Array.from({ length: 20 }, () => 1),
        [4, 5],
      ),
      right: [{ text: 'yes' }, key(1)],
      labels: ['slow way', 'way'],
      at: { point: tensor([0.5, 2], [2]) },
    }))
    expect(showFailure(failed(named.run())).split('\n').slice(1, -2)).toEqual([
      'sample: 0',
      'point: [2] of 0.5, 2',
      'slow way: [4, 5] of 1, 1, 1, 1, 1, 1, 1, 1, ... (20 in all)',
      expect.stringMatching(/^way: \[\{ text: 'yes' \}, a key, \[/),
      'first differences:',
      '  the whole',
      '    slow way: a tensor [4, 5]',
      '    way:      a list of 2',
    ])
  })

  it('reads runs, seed and path from the environment where they are not given', () => {
    vi.stubEnv('COTANGENT_RUNS', '7')
    vi.stubEnv('COTANGENT_SEED', '5')
    expect(same.run()).toMatchObject({ runs: 7, seed: 5 })
    vi.stubEnv('COTANGENT_PATH', failed(small.run({ runs: 100, seed: 5 })).path)
    expect(failed(small.run())).toMatchObject({ counterexample: '1000', runs: 0 })
  })

  it('refuses what stands there in place of a number', () => {
    vi.stubEnv('COTANGENT_RUNS', 'ten')
    expect(() => same.run()).toThrow(/^Cannot run the law: expected runs to be .*, found NaN$/)
    vi.stubEnv('COTANGENT_RUNS', '')
    vi.stubEnv('COTANGENT_SEED', '1.5')
    expect(() => same.run()).toThrow(/^Cannot run the law: expected seed to be .*, found 1.5$/)
  })

  it('takes an exception for a failure, with its message', () => {
    const throwing = law('throws', whole, () => {
      throw new TensorError('add', { operation: 'add', shapes: [], expected: 'more', found: 'less' })
    })
    expect(failed(throwing.run())).toMatchObject({
      reason: 'Cannot add: expected more, found less',
      counterexample: '0',
      differences: [],
    })
  })

  it('puts back samples whose premise is false, and fails where most are', () => {
    const often = law('often', whole, (n) => {
      fc.pre(n % 2 === 0)
      return { left: n % 2, right: 0 }
    })
    expect(often.run({ runs: 50, seed: 1 })).toMatchObject({ _tag: 'passed', runs: 50 })
    const never = law('never', whole, (n) => {
      fc.pre(n < 0)
      return { left: n, right: n }
    })
    expect(failed(never.run()).reason).toBe('too few samples are well conditioned')
  })

  it('puts back samples whose estimates disagree', () => {
    const half = law('half', whole, (n) => ({ left: n % 2, right: 0, tolerance: 0.1, estimates: [n % 2, 0] }))
    expect(half.run({ runs: 50, seed: 1 })).toMatchObject({ _tag: 'passed', runs: 50 })
  })

  it('fails where there is nothing to compare', () => {
    expect(failed(law('empty', whole, () => ({ left: {}, right: {} })).run()).reason).toBe(
      'there was nothing to compare',
    )
  })

  it('fails where the time limit leaves too few samples', () => {
    const slow = law('slow', whole, (n) => {
      const end = performance.now() + 5
      while (performance.now() < end);
      return { left: n, right: n }
    })
    expect(failed(slow.run({ runs: 1000, timeLimit: 40 })).reason).toBe('the time limit left too few samples')
    expect(slow.run({ runs: 10, timeLimit: 40 })).toMatchObject({ _tag: 'passed' })
  })

  it('tells a kink from a failure: others are tried, and where there are none the law says so', () => {
    const kink = { left: -1, right: 1, analytic: 0 }
    const some = law('some', whole, (n) => ({
      left: n % 3 === 0 ? 1 : 0,
      right: 0,
      kink: () => (n % 3 === 0 ? kink : null),
    }))
    const result = some.run({ runs: 30, seed: 1 })
    expect(result).toMatchObject({ _tag: 'passed', runs: 30 })
    expect(result.kinks).toBeGreaterThan(0)
    const all = law('all', whole, (n) => ({ left: n + 1, right: 0, kink: () => kink })).run({ runs: 30 })
    expect(all).toMatchObject({ _tag: 'kink', runs: 0, kink })
    expect(showFailure(all as LawKink)).toContain('slopes: -1 on the left, 1 on the right; the derivative says 0')
  })
})

describe('what a law refuses', () => {
  const givenBy = (equation: unknown) => law('given', whole, () => equation as Equation)

  it('fails where there are no sides, rather than take undefined for undefined', () => {
    const none = [
      undefined,
      null,
      1,
      {},
      { left: 1 },
      { right: 1 },
      { estimates: [1, 1] },
      { left: undefined, right: undefined },
    ]
    none.forEach((equation) => {
      expect(failed(givenBy(equation).run({ runs: 5 })).reason).toMatch(
        /^Cannot compare the sides of a law: expected a (record of left and right|left and a right side), found /,
      )
    })
  })

  it('fails where the equation or a side is a promise', () => {
    const waits = law('waits', whole, (() => Promise.resolve({ left: 1, right: 2 })) as never)
    expect(failed(waits.run({ runs: 5 })).reason).toContain('found one that is async, or returns a promise')
    const sides = givenBy({ left: { n: 1, a: Promise.resolve(1) }, right: { n: 1, a: Promise.resolve(2) } })
    expect(failed(sides.run({ runs: 5 })).reason).toContain('found a promise at a; await it in an asyncLaw')
  })

  it.each([Number.NaN, Infinity, -1, '1'])('fails with the tolerance %s', (tolerance) => {
    expect(failed(givenBy({ left: 1, right: 2, tolerance }).run({ runs: 5 })).reason).toContain(
      'expected tolerance to be a finite number, 0 or more',
    )
  })

  it.each<readonly [string, object]>([
    ['runs to be a whole number, 1 or more, found 0.5', { runs: 0.5 }],
    ['runs to be a whole number, 1 or more, found 0', { runs: 0 }],
    ['seed to be a whole number, found NaN', { seed: Number.NaN }],
    ["found 'zzz'", { path: 'zzz' }],
    ['timeLimit to be a number above 0, found Infinity', { timeLimit: Infinity }],
    ["found 'runz'", { runz: 5 }],
  ])('refuses to run with what it does not take: %s', async (message, options) => {
    expect(() => same.run(options)).toThrow(TensorError)
    expect(() => same.run(options)).toThrow(message)
    const waits = asyncLaw('n = n', whole, (n) => Promise.resolve({ left: n, right: n }))
    await expect(waits.run(options)).rejects.toThrow(message)
  })

  it('refuses samples that are none, that cannot be drawn, and paths that lead to none', async () => {
    expect(() => law('none', 1 as never, () => ({ left: 1, right: 1 }))).toThrow(
      "Cannot make a law: expected samples of 'none' to be an arbitrary of fast-check, found a number",
    )
    const broken = whole.map((): number => {
      throw new Error('no sample')
    })
    const message = "Cannot run the law: expected samples of 'broken' that can be drawn, found an exception, no sample"
    expect(() => law('broken', broken, (n) => ({ left: n, right: n })).run()).toThrow(message)
    const waits = asyncLaw('broken', broken, (n) => Promise.resolve({ left: n, right: n }))
    await expect(waits.run()).rejects.toThrow(message)
    expect(() => law('n = n', fc.constant(1), (n) => ({ left: n, right: n })).run({ path: '3:7:1' })).toThrow(
      TensorError,
    )
  })
})

describe('fact', () => {
  it('is tried once, on a slow machine too, and fails as a law does', () => {
    let times = 0
    const slow = fact('slow', () => {
      times++
      const end = performance.now() + 20
      while (performance.now() < end);
      return { left: tensor(1, []), right: tensor(1, []) }
    })
    expect(slow.run({ runs: 100, timeLimit: 1 })).toMatchObject({ _tag: 'passed', runs: 1 })
    expect(times).toBe(1)
    const wrong = fact('wrong', () => ({ left: tensor(1, []), right: tensor(2, []) }))
    expect(failed(wrong.run()).reason).toBe('the sides differ, with a relative error of 0.5')
  })
})

describe('checkLaw', () => {
  it('gives the result of a law that holds, and throws the text of one that does not', () => {
    expect(checkLaw(same, { runs: 3 }).runs).toBe(3)
    expect(() => checkLaw(small)).toThrow(LawError)
    expect(() => checkLaw(small)).toThrow(/replay: /)
  })
})

describe('passed', () => {
  it('gives back a result that passed, and throws the text of any other', () => {
    expect(passed(same.run({ runs: 3 })).runs).toBe(3)
    expect(() => passed(small.run())).toThrow(/^n is small does not hold: the sides differ, with a relative error of/)
  })
})
