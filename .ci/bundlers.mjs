/**
 * Four bundlers as their users run them for browsers. Each takes an entry and the file to make of it, and gives everything
 * that it complained about.
 */
import { basename, dirname } from 'node:path'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { build as buildByEsbuild } from 'esbuild'
import { rollup as rollUp } from 'rollup'
import { build as buildByVite, createLogger } from 'vite'
import pack from 'webpack'

const esbuild = async (entry, outfile) => {
  const options = { entryPoints: [entry], outfile, bundle: true, minify: true, format: 'iife', platform: 'browser' }
  const { warnings, errors } = await buildByEsbuild({ ...options, target: 'es2022', logLevel: 'silent' })
  return [...errors, ...warnings].map(({ text }) => text)
}

/** What Rollup says of fp-ts, io-ts and protobuf wherever they are used; of our own files it would be a fault. */
const isOfOthers = ({ code, id = '' }) =>
  code === 'THIS_IS_UNDEFINED' && /node_modules\/(fp-ts|io-ts|@bufbuild\/protobuf)\//.test(id)

const rollup = async (input, file) => {
  const faults = []
  const onLog = (level, log) => {
    if (level !== 'debug' && !isOfOthers(log)) faults.push(`${level}: ${log.message}`)
  }
  const bundle = await rollUp({ input, plugins: [nodeResolve({ browser: true }), commonjs()], onLog })
  await bundle.write({ file, format: 'iife', inlineDynamicImports: true })
  await bundle.close()
  return faults
}

const webpack = (entry, outfile) =>
  new Promise((settle) => {
    const output = { path: dirname(outfile), filename: basename(outfile) }
    pack(
      { mode: 'production', target: 'web', context: dirname(entry), entry, output, performance: false },
      (fatal, stats) => {
        const { errors = [], warnings = [] } = stats?.toJson({ errors: true, warnings: true }) ?? {}
        settle([...(fatal ? [fatal] : []), ...errors, ...warnings].map(({ message }) => message))
      },
    )
  })

const vite = async (input, outfile) => {
  const faults = []
  const note = (told) => faults.push(told)
  await buildByVite({
    root: dirname(input),
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    customLogger: { ...createLogger('silent'), warn: note, warnOnce: note, error: note },
    build: {
      outDir: dirname(outfile),
      emptyOutDir: false,
      target: 'es2022',
      chunkSizeWarningLimit: 5000,
      rollupOptions: { input, output: { format: 'iife', entryFileNames: basename(outfile) } },
    },
  })
  return faults
}

/** The bundlers by name. */
export const bundlers = { esbuild, rollup, webpack, vite }
