/**
 * Where a function was called, as the frames of a stack: those of a failure show the end of the run only.
 *
 * @param called it, and what it calls, is left out
 */
export const placeOf = (called: (...args: never) => unknown): string => {
  const here = { stack: '' };
  Error.captureStackTrace(here, called);
  // Below the line that names the error.
  return here.stack.slice(here.stack.indexOf('\n'));
};
