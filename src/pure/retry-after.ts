const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

const MIN_MS = 1_000;
const MAX_MS = 300_000;

/**
 * Milliseconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3), clamped to 1–300 s; `undefined` unless
 * it is digits or an IMF-fixdate. A date in the past, or a skewed clock, means the minimum.
 *
 * @param nowIso the wall clock
 */
export const retryAfterMs = (header: string | undefined, nowIso: string): number | undefined => {
  const text = header?.trim() ?? '';
  let ms: number;
  if (/^\d+$/.test(text)) ms = Number(text) * 1000;
  else if (IMF_FIXDATE.test(text)) ms = Date.parse(text) - Date.parse(nowIso);
  else return undefined;
  return Number.isNaN(ms) ? undefined : Math.min(MAX_MS, Math.max(MIN_MS, ms));
};
