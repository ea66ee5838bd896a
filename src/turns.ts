import { Observable, type SchedulerLike } from 'rxjs';

export interface Turns {
  /** Runs this behind everything pushed before, in a turn of the event loop to come, never at once. */
  readonly push: (work: () => void) => void;
  /** As `push`, but only along with the next that is pushed: for a stack that is nearly used up. */
  readonly later: (work: () => void) => void;
  /** A turn will come: pushing takes hardly any stack. */
  readonly isScheduled: () => boolean;
  /** Emits once, behind everything pushed before the subscription. */
  readonly next: Observable<void>;
}

/**
 * The one queue through which the client reaches user code: outcomes, attempts, `onError` and log lines, in order. None of
 * it runs inside the pipeline, so nothing re-enters an operator; a call made in a subscriber queues what it causes, so
 * nothing recurses; and each round is a turn of its own, so subscribers that keep calling do not starve the network.
 *
 * Accepted events come this way too, into the pipeline: it runs on no caller's stack.
 *
 * @param onThrow gets what a piece of work threw: the others run all the same
 */
export const createTurns = (scheduler: SchedulerLike, onThrow: (error: unknown) => void): Turns => {
  let queue: (() => void)[] = [];
  let scheduled = false;

  const schedule = () => {
    scheduler.schedule(() => {
      const round = queue;
      queue = [];
      for (const work of round) {
        try {
          work();
        } catch (error) {
          onThrow(error);
        }
      }
      scheduled = false;
      if (queue.length > 0) schedule();
    });
    // Only now: where the stack has run out, the line above throws.
    scheduled = true;
  };

  const push = (work: () => void) => {
    queue.push(work);
    if (!scheduled) schedule();
  };
  return {
    push,
    later: (work) => {
      queue.push(work);
    },
    isScheduled: () => scheduled,
    next: new Observable((subscriber) => {
      push(() => {
        subscriber.next();
        subscriber.complete();
      });
    }),
  };
};
