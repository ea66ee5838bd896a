export type { Answer, Delayed, HangAnswer, RefusedAnswer, StatusAnswer } from './answer.js';
export { assertSameMarbles } from './assert-same-marbles.js';
export type { DataPlane, RecordedRequest, SentMessage } from './data-plane.js';
export { inVirtualTime, type MatchingExpectation, type VirtualTimeHelpers } from './in-virtual-time.js';
export { type DeepPartial, type Matching, matching } from './matching.js';
export { createVirtualClient, type VirtualClient, type VirtualClientOptions } from './virtual-client.js';
