export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const dive = (frames: number): number => (frames === 0 ? 0 : 1 + dive(frames - 1));

/** As deep as one call goes until its event waits for the next turn; what is deeper there is user code, and guarded. */
const FRAMES_OF_A_CALL = 200;

/** `false` where the stack is nearly used up, as in the `catch` of an endless recursion: what runs there may break off anywhere. */
export const hasStackLeft = (): boolean => {
  try {
    return dive(FRAMES_OF_A_CALL) > 0;
  } catch {
    return false;
  }
};

/** Calls user code that must not stop ours: `onProblem` gets what it throws, and what its promise rejects with. */
export const guard = (userCode: () => unknown, onProblem: (reason: unknown) => void): void => {
  try {
    const result = userCode();
    if (isThenable(result)) result.then(undefined, onProblem);
  } catch (error) {
    onProblem(error);
  }
};
