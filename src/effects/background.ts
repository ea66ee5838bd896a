import { Observable } from 'rxjs';

/** A timer that lets the process end, where timers can: a browser's, a number, has no `unref`. */
export const background = (ms: number): Observable<unknown> =>
  new Observable((subscriber) => {
    const timer: ReturnType<typeof setTimeout> | number = setTimeout(() => {
      subscriber.next(undefined);
      subscriber.complete();
    }, ms);
    if (typeof timer === 'object') timer.unref();
    return () => {
      clearTimeout(timer);
    };
  });
