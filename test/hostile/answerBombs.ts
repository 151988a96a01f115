/** @file A process that answers for each bomb by name; see `limited.ts`. */
import { bombs } from './bombs.ts'
import { answering } from './limited.ts'

answering((name) => bombs.find((bomb) => bomb.name === name)?.answer() ?? 'no such input')
