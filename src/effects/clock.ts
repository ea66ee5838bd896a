/** ISO 8601 UTC with milliseconds; formatted once a millisecond, since formatting costs ten times the rest. */
export const createIsoClock = (now: () => number = Date.now): (() => string) => {
  let at = NaN;
  let text = '';
  return () => {
    const ms = now();
    if (ms !== at) {
      at = ms;
      text = new Date(ms).toISOString();
    }
    return text;
  };
};
