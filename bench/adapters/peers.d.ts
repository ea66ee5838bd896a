// As much of the peers as the adapters use: they need not be installed for their adapters to be checked.

interface Callable {
  readonly userId: string;
  readonly event: string;
  readonly properties: object;
  readonly context: object;
}

declare module '@rudderstack/rudder-sdk-node' {
  export default class Analytics {
    constructor(
      writeKey: string,
      options: {
        readonly dataPlaneUrl: string;
        readonly flushAt: number;
        readonly maxInternalQueueSize: number;
        readonly errorHandler: () => void;
        readonly logLevel: 'none';
      },
    );
    readonly queue: readonly unknown[];
    track(event: Callable): this;
    flush(): Promise<unknown>;
  }
}

declare module '@segment/analytics-node' {
  export class Analytics {
    constructor(settings: {
      readonly writeKey: string;
      readonly host: string;
      readonly flushAt: number;
      readonly flushInterval: number;
    });
    on(event: 'error', listener: () => void): this;
    track(event: Callable): void;
    flush(): Promise<void>;
  }
}

declare module 'posthog-node' {
  export class PostHog {
    constructor(
      projectToken: string,
      options: { readonly host: string; readonly flushAt: number; readonly maxQueueSize: number },
    );
    capture(event: {
      readonly distinctId: string;
      readonly event: string;
      readonly properties: object;
    }): void;
    flush(): Promise<void>;
  }
}
