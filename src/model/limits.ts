/** The longest delay a timer of Node's or a browser's takes; a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** What the gateway takes in one request, equal included: 4000 × 1024 (gateway/handle.go:479, handle_lifecycle.go:104). */
export const MAX_REQUEST_BYTES = 4_096_000;
