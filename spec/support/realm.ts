import { runInNewContext } from 'node:vm';

/** What an expression is in a realm of its own, with its own `Object`, `Set` and `Map`. */
export const virtualMachine = (expression: string): unknown => runInNewContext(expression);
