/**
 * What Go takes as not printable, and the printable characters nobody sees (rudder-go-kit sanitize/sanitize.go). White
 * space goes as well, the ASCII space apart.
 */
const REMOVED = /\p{C}|(?! )\p{Z}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2800|\u3164|\uffa0/gu;

/** A text without its invisible characters and outer spaces: how the data plane reads ids (gateway/handle.go:320-328). */
export const sanitised = (text: string): string => text.replace(REMOVED, '').trim();
