export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Calls user code that must not stop ours: `onProblem` gets what it throws, and what its promise rejects with. */
export const guard = (userCode: () => unknown, onProblem: (reason: unknown) => void): void => {
  try {
    const result = userCode();
    if (isThenable(result)) result.then(undefined, onProblem);
  } catch (error) {
    onProblem(error);
  }
};
