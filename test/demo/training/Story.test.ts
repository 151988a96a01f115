import { describe, expect, it } from 'vitest'
import { after, beforeRace, beforeRun, ranking, recentLoss, untold } from '../../../demo/training/Story.ts'

const told = [3, 2, 1].reduce(
  (story, loss, index) => after(story, { _tag: 'step', index, loss, norms: [loss] }),
  untold,
)

describe('after', () => {
  it('follows the steps of a run, unless the visitor has gone back', () => {
    expect([told.at, told.steps.length]).toEqual([2, 3])
    const back = { ...told, at: 0, isFollowing: false }
    expect(after(back, { _tag: 'step', index: 3, loss: 0, norms: [] }).at).toBe(0)
  })

  it('ends what is under way when it finishes or fails, and says why', () => {
    expect(after(beforeRun(untold), { _tag: 'finished' }).isRunning).toBe(false)
    expect(after(beforeRun(untold), { _tag: 'failed', message: 'lost' })).toMatchObject({
      isRunning: false,
      failure: 'lost',
    })
  })
})

describe('beforeRun', () => {
  it('forgets the run and keeps the race', () => {
    const raced = after(told, { _tag: 'raced', optimizer: 'adam', loss: 1 })
    expect(beforeRun(raced).steps).toEqual([])
    expect(beforeRun(raced).race.adam).toEqual([1])
  })
})

describe('beforeRace', () => {
  it('forgets the race and keeps the run', () => {
    const raced = after(told, { _tag: 'raced', optimizer: 'adam', loss: 1 })
    expect(beforeRace(raced).race.adam).toEqual([])
    expect(beforeRace(raced).steps).toHaveLength(3)
  })
})

describe('ranking', () => {
  it('orders optimizers by the mean of their last ten losses', () => {
    const losses = Array.from({ length: 20 }, (_, k) => (k < 10 ? 9 : 1))
    expect(recentLoss(losses)).toBe(1)
    const race = { ...untold.race, sgd: [3], momentum: [2], adagrad: losses, rmsprop: [5], adadelta: [4], adam: [6] }
    expect(ranking({ ...untold, race })).toEqual(['adagrad', 'momentum', 'sgd', 'adadelta', 'rmsprop', 'adam'])
  })
})
