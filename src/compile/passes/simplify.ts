/**
 * @file Simplification: common subexpressions, folding and identities, repeated until none applies.
 *
 * Law: "simplifying keeps the outputs", within the bound of its identities.
 */
import type { Executable, Program } from '../Program.ts'
import { arithmeticIdentities } from './arithmeticIdentities.ts'
import { commonSubexpressions } from './commonSubexpressions.ts'
import { deadCode } from './deadCode.ts'
import { foldConstants } from './foldConstants.ts'
import { byName, rewrite } from './rewrite.ts'
import { viewIdentities } from './viewIdentities.ts'

const identitiesOf = byName({ ...viewIdentities, ...arithmeticIdentities })

/** The program with identities of arithmetic and of views applied. */
export const identities = (program: Program): Program => rewrite(program, identitiesOf)

/** The maximum number of rounds; each round only leaves less to do. */
const rounds = 8

/** Reduces the number of instructions. Constants are folded with the numbers that this backend computes. */
export const simplify = (program: Program, compile: (program: Program) => Executable): Program => {
  const fold = foldConstants(compile)
  let before = program
  for (let round = 0; round < rounds; round++) {
    const after = deadCode(identities(fold(commonSubexpressions(before))))
    if (after === before) return after
    before = after
  }
  return before
}
