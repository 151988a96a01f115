/** @file Environment variables. A page has none, and a bundler's replacement of `process` may have none either. */

interface Host {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> }
}

const host: Host = globalThis

/** The value of an environment variable, such as `COTANGENT_THREADS`; empty where it is not set. */
export const environmentValue = (name: string): string => host.process?.env?.[name] ?? ''
