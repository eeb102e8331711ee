/**
 * The `action` of every form with a text field. Chromium asks Google's Autofill service about the text fields of a
 * page (a hash of their names, not what is in them) unless their form's action ends like this, as it takes that
 * for a search form; `autocomplete="off"` does not stop it. With it the browser stays silent while a study is on
 * the desk (tests/e2e/privacy.spec.ts). Nothing is ever sent there: each form handles its own submit, and the
 * page's policy says `form-action 'none'`.
 */
export const QUIET_ACTION = '/search';
