/** The package's version; a spec holds it to package.json. */
export const VERSION = '0.1.0';
