#!/usr/bin/env node
/** @file The command `cotangent`. */
import { cotangent } from './cotangent.ts'

process.exitCode = await cotangent(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
})()
