export { shutdownOnSignals } from './shutdown-on-signals.js';
export { toWritable } from './to-writable.js';
