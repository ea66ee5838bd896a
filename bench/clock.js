/** Milliseconds, to fractions of one, that mean the same in each process of the machine. */
export const now = () => performance.timeOrigin + performance.now();
