import { Observable, type SchedulerLike, Subject, Subscription, take } from 'rxjs';

export interface GateConfig {
  /** How many may be through at once, as of now. */
  readonly limit: () => number;
  readonly scheduler: SchedulerLike;
  /** In milliseconds. */
  readonly monotonicNow: () => number;
}

export interface Gate {
  /**
   * Subscribes to the request as soon as it may: not during a pause, and when fewer than the limit are through, a lower
   * `order` first. Its place is free again when it ends, or is unsubscribed from.
   */
  readonly through: <T>(request: Observable<T>, order: number) => Observable<T>;
  /** A request could go through at once: none waits for it. */
  readonly isOpen: () => boolean;
  /** Emits once and completes, as soon as the gate is open. */
  readonly opens: Observable<void>;
  readonly isPaused: () => boolean;
  /** When the pause ends or ended, in monotonic milliseconds. */
  readonly pausedUntil: () => number;
  /** Lets nothing through for this long from now, unless the pause is longer already. */
  readonly pause: (ms: number) => void;
  /** Ends the pause and the limit, and lets no other begin. */
  readonly openForGood: () => void;
}

interface Waiter {
  readonly order: number;
  readonly start: () => void;
}

/** The gate that all of a client's requests pass, so that one answer can pause them together, or let them try one by one. */
export const createGate = ({ limit, scheduler, monotonicNow }: GateConfig): Gate => {
  /** Who waits, in order. */
  const line: Waiter[] = [];
  const openings = new Subject<void>();
  let running = 0;
  let pausedUntil = -Infinity;
  let isForGood = false;
  let isAdmitting = false;
  let alarm = Subscription.EMPTY;

  const leftMs = () => (isForGood ? 0 : pausedUntil - monotonicNow());
  const isPaused = () => leftMs() > 0;
  const hasRoom = () => isForGood || (!isPaused() && running < limit());
  const isOpen = () => line.length === 0 && hasRoom();

  // A loop, not a recursion: what starts may be over before `start` returns, and who hears of an opening may join the line.
  const admit = () => {
    if (isAdmitting) return;
    isAdmitting = true;
    do {
      while (line.length > 0 && hasRoom()) line.shift()?.start();
      if (isOpen()) openings.next();
    } while (line.length > 0 && hasRoom());
    isAdmitting = false;
    // Only while somebody waits: a pause by itself holds no process.
    if (line.length === 0 && !openings.observed) alarm.unsubscribe();
    // Who waits though there is room waits for a pause to end, which may have ended since it was looked at.
    else if (running < limit() && alarm.closed)
      alarm = scheduler.schedule(ring, Math.max(0, Math.ceil(leftMs())));
  };
  // It may ring too early: a pause can be made longer.
  const ring = () => {
    alarm.unsubscribe();
    admit();
  };

  return {
    through: (request, order) =>
      new Observable((subscriber) => {
        const waiter: Waiter = {
          order,
          start: () => {
            running += 1;
            subscriber.add(request.subscribe(subscriber));
          },
        };
        const behind = line.findIndex((other) => other.order > order);
        line.splice(behind < 0 ? line.length : behind, 0, waiter);
        subscriber.add(() => {
          const place = line.indexOf(waiter);
          if (place < 0) running -= 1;
          else line.splice(place, 1);
          admit();
        });
        admit();
      }),
    isOpen,
    opens: new Observable<void>((subscriber) => {
      subscriber.add(openings.pipe(take(1)).subscribe(subscriber));
      subscriber.add(admit);
      admit();
    }),
    isPaused,
    pausedUntil: () => pausedUntil,
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, monotonicNow() + ms);
      admit();
    },
    openForGood: () => {
      isForGood = true;
      admit();
    },
  };
};
