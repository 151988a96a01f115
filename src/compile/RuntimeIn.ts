/**
 * @file What every runtime does, whether it answers at once or with tasks.
 */
import type { Task } from 'fp-ts/lib/Task.js'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import type { Compilable } from './call.ts'

/** An answer, at once or as a task. */
interface Answers<A> {
  readonly now: A
  readonly later: Task<A>
}

/** A compiled function that answers at once or with a task. */
interface Compiled<F extends Compilable> {
  readonly now: F
  readonly later: (...args: Parameters<F>) => Task<ReturnType<F>>
}

/** When a runtime answers. A task may be run again; it then computes again. */
type When = keyof Answers<unknown>

/** Evaluates expressions and compiles functions. */
export interface RuntimeIn<W extends When> {
  /** The numbers of a tensor, row-major, in a new array. */
  readonly toArray: (t: Tensor) => Answers<NumberArray>[W]
  /** The number of a tensor that has exactly one entry. Refuses others. */
  readonly item: (t: Tensor) => Answers<number>[W]
  /** Computes every tensor and key of a tree, in one program, and returns the tree. */
  readonly force: <T>(tree: T & Tree<T>) => Answers<T>[W]
  /**
   * The same function, compiled: it is called once per new combination of argument shapes, then runs as one program.
   */
  readonly compile: <F extends Compilable>(f: F) => Compiled<F>[W]
}
