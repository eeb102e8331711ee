/** One file of the app that is kept for use offline. */
export interface ShellFile {
  /** Path below the app's folder. */
  readonly path: string;
  /** Hash of its content. */
  readonly revision: string;
}
