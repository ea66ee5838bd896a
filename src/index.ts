export { createClient } from './client.js';
export { deliverFrom } from './deliver-from.js';
export { deliverThrough } from './deliver-through.js';
export * from './model/errors.js';
export type * from './model/client.js';
export type * from './model/event.js';
export type * from './model/message.js';
export type * from './model/options.js';
export type * from './model/outcome.js';
