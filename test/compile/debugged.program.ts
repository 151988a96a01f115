/** @file A program with a NaN, for `debug.test.ts`, which reads what is written. */
import { log, tensor, toArray } from '../../src/index.ts'

toArray(log(tensor([-1], [1])))
