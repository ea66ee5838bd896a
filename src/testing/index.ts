export { assertSameMarbles } from './assert-same-marbles.js';
export type { Answer, DataPlaneScript, RecordedRequest, SentMessage } from './data-plane.js';
export { type Expectation, inVirtualTime, type VirtualHelpers } from './in-virtual-time.js';
export { type DeepPartial, type Matching, matching } from './matching.js';
export { createVirtualClient, type VirtualClient, type VirtualClientOptions } from './virtual-client.js';
