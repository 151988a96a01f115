/** @file The LeNet of 1998: its table, its parts by number, its criterion, and that it learns. */
import { key, tensor, Tree, valueAndGrad } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { Parts } from 'cotangent/models'
import { connectionTable, lenet1998, lenet1998Loss } from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import { applyUpdates, sgd } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/core/Shape.ts'
import { connected } from '../../src/models/lenet1998.ts'
import { erase } from '../../src/nn/Layer.ts'
import { digitPrototypes } from '../../src/models/digitPrototypes.ts'
import { force, item, toArray } from '../float64.ts'

describe('the table of connections', () => {
  it('has 60 connections: six maps of three, nine of four and one of six', () => {
    expect(connectionTable.map((seen) => seen.length)).toEqual([3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6])
  })

  it('has no map twice, and every map of S2 in ten of them', () => {
    expect(new Set(connectionTable.map((seen) => seen.join())).size).toBe(16)
    expect([0, 1, 2, 3, 4, 5].map((map) => connectionTable.filter((seen) => seen.includes(map)).length)).toEqual(
      Array(6).fill(10),
    )
  })
})

describe('the LeNet of 1998', () => {
  it('has the parameters of the paper in each part', () => {
    const [params] = lenet1998.init(key(0))
    const perPart = Object.entries(params).map(
      ([name, part]) => [name, Tree.reduce(0, (sum, t) => sum + sizeOf(t.shape))(part as Parts)] as const,
    )
    expect(Object.fromEntries(perPart.filter(([, count]) => count > 0))).toEqual({
      c1: 156,
      s2: 12,
      c3: 1516,
      s4: 32,
      c5: 48120,
      f6: 10164,
    })
  })

  it('lets a map of C3 see the maps of its row alone', () => {
    const layer = erase(connected(6, connectionTable))
    const [params, state] = layer.init(key(0))
    const seenFrom = (map: number) => {
      const images = tensor(
        Array.from({ length: 6 * 25 }, (_, k) => (Math.floor(k / 25) === map ? 1 : 0)),
        [1, 6, 5, 5],
      )
      const outputs = toArray(layer.apply(evalMode)(params, state, images as Tensor)[0])
      return [...outputs.keys()].filter((k) => outputs[k] !== 0)
    }
    const inTable = (map: number) => [...connectionTable.keys()].filter((k) => connectionTable[k]!.includes(map))
    for (const map of [0, 1, 2, 3, 4, 5]) expect(seenFrom(map)).toEqual(inTable(map))
  })

  it('tells ten drawings apart that are unlike one another', () => {
    expect(digitPrototypes.map((drawing) => drawing.length)).toEqual(Array(10).fill(84))
    const apart = digitPrototypes.flatMap((a, i) =>
      digitPrototypes.slice(i + 1).map((b) => a.filter((cell, k) => cell !== b[k]).length),
    )
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(4)
  })

  it('comes to less than half its loss on two images in twenty steps', () => {
    const images = tensor(
      Array.from({ length: 2048 }, (_, k) => Math.sin(k < 1024 ? k / 3 : (k % 32) / 5)),
      [2, 1, 32, 32],
    ) as Tensor
    const labels = tensor([3, 7], [2])
    const [start, state] = lenet1998.init(key(5))
    const optimizer = sgd({ learningRate: 0.005 })
    const step = (params: Parts): readonly [number, Parts] => {
      const [loss, gradient] = valueAndGrad((at: Parts) =>
        lenet1998Loss()(lenet1998.apply(evalMode)(at, state, images)[0], labels),
      )(params)
      const [updates] = optimizer.update(gradient, optimizer.init(params), params)
      return [item(loss), force(applyUpdates(params, updates))]
    }
    const losses: number[] = []
    Array.from({ length: 20 }).reduce<Parts>((params) => {
      const [loss, next] = step(params)
      losses.push(loss)
      return next
    }, start)
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2)
  })
})
