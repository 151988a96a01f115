/**
 * @file The module: runs the commands of a program, and lends a hand from worker threads.
 *
 * A command is words: opcode, units, length in words, whether its units are worth sharing, then its arguments. Units are
 * independent of one another, and what each computes does not depend on who computes it.
 *
 * The block of control words: 0 units of the shared command that are still to be taken, 1 its address, 2 units done,
 * 3 a count of shared commands that sleepers wait on, 4 sleepers, 5 whether to leave, 6 and 7 the refused index,
 * 8 spins before a worker sleeps.
 */
import * as broadcast from './broadcast'
import { cellMagnitudes } from './cellMagnitudes'
import { channelMagnitudes } from './channelMagnitudes'
import * as conv from './conv'
import * as dots from './dots'
import * as elementwise from './elementwise'
import * as indexing from './indexing'
import { greatest, judgeKernels } from './kernelMagnitudes'
import { mendFilter } from './mendFilter'
import { mend } from './mendOutputs'
import * as pool from './pool'
import * as random from './random'
import * as reduce from './reduce'
import * as winograd from './winograd'

export * from './tiles'

let control: usize = 0
let scratch: usize = 0

/** Tells an instance where the control words are, and which scratch is its own. */
export function prepare(controlAt: usize, scratchAt: usize): void {
  control = controlAt
  scratch = scratchAt
  indexing.reportRefusalsAt(controlAt + 24)
}

function execute(command: usize, unit: i32): void {
  const args = command + 16
  switch (load<i32>(command)) {
    case 0:
      elementwise.elementwise(args, unit)
      break
    case 1:
      elementwise.fused(args, unit, scratch)
      break
    case 2:
      broadcast.copyBox(args, unit)
      break
    case 3:
      broadcast.transposeMatrix(args, unit)
      break
    case 4:
      broadcast.ramp(args, unit)
      break
    case 5:
      reduce.reduce(args, unit, scratch)
      break
    case 6:
      reduce.argExtreme(args, unit)
      break
    case 7:
      reduce.cumulate(args, unit)
      break
    case 8:
      pool.maxPool(args, unit, false)
      break
    case 9:
      pool.maxPool(args, unit, true)
      break
    case 10:
      pool.sumPool(args, unit)
      break
    case 11:
      pool.sumPoolInput(args, unit)
      break
    case 12:
      indexing.gather(args, unit)
      break
    case 13:
      indexing.scatterAdd(args, unit)
      break
    case 14:
      indexing.lastOccurrence(args)
      break
    case 15:
      random.keySplit(args)
      break
    case 16:
      random.keyFoldIn(args)
      break
    case 17:
      random.uniform(args, unit)
      break
    case 18:
      random.permutation(args)
      break
    case 19:
      conv.multiply(args, unit, scratch)
      break
    case 20:
      conv.packRows(args, unit)
      break
    case 21:
      conv.packColumns(args, unit)
      break
    case 22:
      conv.linearTable(args)
      break
    case 23:
      conv.padPlanes(args, unit)
      break
    case 24:
      conv.multiplyErrors(args, unit, scratch, false)
      break
    case 25:
      winograd.transform(args, unit, scratch, false)
      break
    case 26:
      winograd.transform(args, unit, scratch, true)
      break
    case 27:
      winograd.transformBack(args, unit, scratch)
      break
    case 28:
      winograd.transformKernel(args, unit, scratch)
      break
    case 32:
      conv.multiplyErrors(args, unit, scratch, true)
      break
    case 30:
      conv.packErrors(args, unit)
      break
    case 31:
      conv.unpackSums(args, unit)
      break
    case 29:
      winograd.transformFilter(args, unit, scratch)
      break
    case 33:
      dots.multiplyRows(args, unit)
      break
    case 40:
      cellMagnitudes(args, unit)
      break
    case 41:
      greatest(args, unit)
      break
    case 42:
      judgeKernels(args)
      break
    case 43:
      mend(args, unit, scratch)
      break
    case 44:
      channelMagnitudes(args, unit)
      break
    case 45:
      mendFilter(args, unit)
      break
  }
}

/** Takes one unit of the shared command and runs it; false where there is none. */
function help(): bool {
  const left = atomic.load<i32>(control)
  if (left <= 0) return false
  // A unit that was taken is counted, so the command stays until it is done.
  if (atomic.cmpxchg<i32>(control, left, left - 1) == left) {
    execute(atomic.load<u32>(control, 4), left - 1)
    atomic.add<i32>(control, 1, 8)
  }
  return true
}

function share(command: usize, units: i32): void {
  atomic.store<u32>(control, <u32>command, 4)
  atomic.store<i32>(control, 0, 8)
  atomic.store<i32>(control, units)
  atomic.add<i32>(control, 1, 12)
  if (atomic.load<i32>(control, 16) > 0) atomic.notify(control + 12, -1)
  while (help()) {}
}

/** Polls before the caller looks at the clock. */
const PATIENCE: i32 = 1 << 22

function isDone(units: i32): bool {
  for (let k = 0; k < PATIENCE; k++) if (atomic.load<i32>(control, 8) >= units) return true
  return false
}

/** The shared command that `run` waits for, or 0. */
let waiting: usize = 0

/**
 * Runs the commands from `at` up to `end`. Gives the address of the next command: `end` when all is done, another one
 * where workers are still busy (call again) or an index was refused.
 */
export function run(at: usize, end: usize, workers: i32): usize {
  while (at < end) {
    const units = load<i32>(at, 4)
    if (waiting != 0 || (workers > 0 && units > 1 && load<i32>(at, 12) != 0)) {
      if (waiting == 0) share(at, units)
      waiting = at
      if (!isDone(units)) return at
      waiting = 0
    } else for (let unit = 0; unit < units; unit++) execute(at, unit)
    if (load<i32>(control, 24) != 0) return at
    at += (<usize>load<i32>(at, 8)) << 2
  }
  return at
}

/** Gives up waiting for workers. */
export function abandon(): void {
  waiting = 0
}

/** What a worker does until it is told to leave: takes units, spins for a while, sleeps. */
export function work(): void {
  let idle = 0
  while (atomic.load<i32>(control, 20) == 0) {
    const seen = atomic.load<i32>(control, 12)
    if (help()) {
      idle = 0
      continue
    }
    if (++idle < atomic.load<i32>(control, 32)) continue
    idle = 0
    atomic.add<i32>(control, 1, 16)
    if (atomic.load<i32>(control) <= 0 && atomic.load<i32>(control, 20) == 0) {
      atomic.wait<i32>(control + 12, seen, -1)
    }
    atomic.sub<i32>(control, 1, 16)
  }
}
