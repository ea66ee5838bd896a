// What the campaign's program sends, and its judge expects: each event follows from its number alone, so that nothing needs
// to be remembered or told of its content.

/** @typedef {import('rudder-rx').EventInput} EventInput */

/**
 * `poison`: the data plane refuses every batch that holds it with a 400; `bulky`: it is too large by itself, a 413. Both
 * end in `Failed`, whatever else happens, and must take no neighbour along.
 *
 * @typedef {'ordinary' | 'poison' | 'bulky'} Fate
 */

/** Bytes of an uncompressed body, above which the data plane answers 413. */
export const MAX_BODY_BYTES = 48_000;

/** What has been lost in encoding before. */
const TEXTS = [
  'plain',
  'Zürich 日本語',
  '🛩️ 👩‍👩‍👧',
  'a "quote", a \\ and a \n',
  '\u2028 \u0000',
  'half a letter: \ud800',
  '',
];

/**
 * Rare enough that no batch ever holds so many that isolating them costs more requests than a batch may.
 *
 * @param {number} index
 * @returns {Fate}
 */
export const fateOf = (index) => {
  if (index % 1_000 === 250) return 'poison';
  return index % 5_000 === 450 ? 'bulky' : 'ordinary';
};

/**
 * @param {number} index
 * @returns {EventInput}
 */
export const eventOf = (index) => {
  const userId = `user-${index % 97}`;
  const fate = fateOf(index);
  const content = {
    index,
    text: fate === 'bulky' ? 'x'.repeat(MAX_BODY_BYTES) : TEXTS[index % TEXTS.length],
    amount: index / 7,
    items: [{ sku: `sku-${index}`, of: [null, true, -0.5e-7, 'x'.repeat(index % 200)] }],
    ...(fate === 'poison' ? { poison: true } : {}),
  };
  switch (index % 5) {
    case 0:
      return { type: 'identify', userId, traits: content };
    case 1:
      return { type: 'group', userId, groupId: `group-${index}`, traits: content };
    case 2:
      return { type: 'page', userId, name: 'Cart', properties: content };
    default:
      return { type: 'track', userId, event: `Event ${index}`, properties: content };
  }
};

/**
 * The number in an event as it was sent or stored; -1 if there is none.
 *
 * @param {object} event
 * @returns {number}
 */
export const indexOf = (event) => {
  const { properties, traits } = /** @type {{ properties?: object, traits?: object }} */ (event);
  const { index } = /** @type {{ index?: unknown }} */ (properties ?? traits ?? {});
  return typeof index === 'number' ? index : -1;
};
