/**
 * @file The module: runs the commands of a program, and the shared units of other threads' commands in workers.
 *
 * A command is a header and its arguments (`interface/`). Its units are independent of one another, and their results
 * do not depend on which thread computes them.
 */
import { execute } from './generated/execute'
import { Command, Control } from './generated/interface'
import { reportRefusalsAt } from './indexing'

export * from './generated/tiles'

let control: usize = 0
let scratch: usize = 0

/** Tells an instance the address of the control words, and which scratch is its own. */
export function prepare(controlAt: usize, scratchAt: usize): void {
  control = controlAt
  scratch = scratchAt
  reportRefusalsAt(controlAt + Control.isRefused)
}

/** Whether this instance belongs to a worker. */
let isWorker: bool = false

/** The units from `next` up to `end`, as one word of 64 bits. */
function range(next: i32, end: i32): i64 {
  return ((<i64>end) << 32) | (<i64>(<u32>next))
}

/**
 * Takes one unit of the shared command and runs it; returns false if there is none. The calling thread takes them from the
 * front and workers from the back: a thread then finds what it wrote for the last command in its own cache.
 */
function help(): bool {
  const left = atomic.load<i64>(control, Control.nextUnit)
  const next = <i32>left
  const end = <i32>(left >> 32)
  if (next >= end) return false
  const rest = isWorker ? range(next, end - 1) : range(next + 1, end)
  // A taken unit is counted, so the command stays until it is done.
  if (atomic.cmpxchg<i64>(control, left, rest, Control.nextUnit) == left) {
    execute(changetype<Command>(atomic.load<usize>(control, Control.command)), isWorker ? end - 1 : next, scratch)
    atomic.add<i32>(control, 1, Control.unitsDone)
  }
  return true
}

function share(command: usize, units: i32): void {
  atomic.store<usize>(control, command, Control.command)
  atomic.store<i32>(control, 0, Control.unitsDone)
  atomic.store<i64>(control, range(0, units), Control.nextUnit)
  atomic.add<i32>(control, 1, Control.shared)
  if (atomic.load<i32>(control, Control.sleepers) > 0) atomic.notify(control + Control.shared, -1)
  while (help()) {}
}

/** Polls before the caller checks the clock. */
const PATIENCE: i32 = 1 << 22

function isDone(units: i32): bool {
  for (let k = 0; k < PATIENCE; k++) if (atomic.load<i32>(control, Control.unitsDone) >= units) return true
  return false
}

/** The shared command that `run` waits for, or 0. */
let waiting: usize = 0

/**
 * Runs the commands from `at` up to `end`. Returns the address of the next command: `end` when all are done, another
 * one if workers are still busy (call again) or an index was refused.
 */
export function run(at: usize, end: usize, workers: i32): usize {
  while (at < end) {
    const command = changetype<Command>(at)
    const units = command.units
    if (waiting != 0 || (workers > 0 && units > 1 && command.isShared)) {
      if (waiting == 0) share(at, units)
      waiting = at
      if (!isDone(units)) return at
      waiting = 0
    } else for (let unit = 0; unit < units; unit++) execute(command, unit, scratch)
    if (load<i32>(control, Control.isRefused) != 0) return at
    at += (<usize>command.length) << 2
  }
  return at
}

/** Gives up waiting for workers. */
export function abandon(): void {
  waiting = 0
}

/** The loop of a worker until it is told to leave: takes units, spins for a while, sleeps. */
export function work(): void {
  isWorker = true
  let idle = 0
  while (atomic.load<i32>(control, Control.isLeaving) == 0) {
    const seen = atomic.load<i32>(control, Control.shared)
    if (help()) {
      idle = 0
      continue
    }
    if (++idle < atomic.load<i32>(control, Control.spins)) continue
    idle = 0
    atomic.add<i32>(control, 1, Control.sleepers)
    const left = atomic.load<i64>(control, Control.nextUnit)
    if (<i32>left >= <i32>(left >> 32) && atomic.load<i32>(control, Control.isLeaving) == 0) {
      atomic.wait<i32>(control + Control.shared, seen, -1)
    }
    atomic.sub<i32>(control, 1, Control.sleepers)
  }
}
