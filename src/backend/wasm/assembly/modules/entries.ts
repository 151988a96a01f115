/**
 * @file The module `entries`: runs the commands of a program, and the shared units of other threads' commands in workers.
 * It executes commands over entries of arrays itself. Those of other modules are theirs: a machine links them to it before
 * it runs a program that needs them.
 *
 * A command is a header and its arguments (`interface/`). Its units are independent of one another, and their results
 * do not depend on which thread computes them. The order of a program lists its commands; those side by side are
 * independent too, so that their units count as those of one command.
 */
import { execute as executeEntries } from '../generated/execute/entries'
import { Command, Control, FirstOf, OrderBit } from '../generated/interface'
import { reportRefusalsAt } from '../indexing'
import { execute as executeProducts } from '../linked/products'
import { execute as executeWindows } from '../linked/windows'

/** Runs one unit of a command, in the module that has it. */
function execute(command: Command, unit: i32, scratch: usize): void {
  if (command.opcode < FirstOf.products) executeEntries(command, unit, scratch)
  else if (command.opcode < FirstOf.windows) executeProducts(command, unit, scratch)
  else executeWindows(command, unit, scratch)
}

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

/** The command of an entry of the order. */
function commandOf(entry: usize, base: usize): Command {
  return changetype<Command>(base + <usize>(load<u32>(entry) & ~(OrderBit.isBeside | OrderBit.isShared)))
}

/** Executes one of the units of the commands that are side by side from an entry on. */
function executeFrom(entry: usize, base: usize, unit: i32): void {
  let command = commandOf(entry, base)
  while (unit >= command.units) {
    unit -= command.units
    entry += 4
    command = commandOf(entry, base)
  }
  execute(command, unit, scratch)
}

/**
 * Takes one unit of what is shared and runs it; returns false if there is none. The calling thread takes them from the
 * front and workers from the back: a thread then finds what it wrote for the last command in its own cache.
 */
function help(): bool {
  const left = atomic.load<i64>(control, Control.nextUnit)
  const next = <i32>left
  const end = <i32>(left >> 32)
  if (next >= end) return false
  const rest = isWorker ? range(next, end - 1) : range(next + 1, end)
  // A taken unit is counted, so the commands stay until it is done.
  if (atomic.cmpxchg<i64>(control, left, rest, Control.nextUnit) == left) {
    const base = atomic.load<usize>(control, Control.base)
    executeFrom(atomic.load<usize>(control, Control.entry), base, isWorker ? end - 1 : next)
    atomic.add<i32>(control, 1, Control.unitsDone)
  }
  return true
}

function share(entry: usize, base: usize, units: i32): void {
  atomic.store<usize>(control, base, Control.base)
  atomic.store<usize>(control, entry, Control.entry)
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

/** The entry of the shared commands that `run` waits for, or 0. */
let waiting: usize = 0

/**
 * Runs the commands that the order lists from `at` up to `end`; the first command of the program lies at `base`. Returns the
 * address of the next entry: `end` when all are done, another one if workers are still busy (call again) or an index was
 * refused.
 */
export function run(at: usize, end: usize, base: usize, workers: i32): usize {
  while (at < end) {
    const first = at
    const isShared = workers > 0 && (load<u32>(at) & OrderBit.isShared) != 0
    let units = 0
    do {
      units += commandOf(at, base).units
      at += 4
    } while (at < end && (load<u32>(at) & OrderBit.isBeside) != 0)
    if (waiting != 0 || isShared) {
      if (waiting == 0) share(first, base, units)
      waiting = first
      if (!isDone(units)) return first
      waiting = 0
    } else {
      for (let entry = first; entry < at; entry += 4) {
        const command = commandOf(entry, base)
        for (let unit = 0; unit < command.units; unit++) execute(command, unit, scratch)
      }
    }
    if (load<i32>(control, Control.isRefused) != 0) return first
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
