/** Imports a package: `() => import('echarts')`. */
export type Load = () => Promise<unknown>

/** Imports a package as the platform does: Node from `node_modules`, a page by its import map. */
export declare const loadPeer: (name: string) => Load
