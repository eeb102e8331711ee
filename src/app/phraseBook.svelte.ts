/* eslint-disable svelte/prefer-svelte-reactivity -- maps and sets here are plain values: state is replaced as a whole */
import * as v from 'valibot';
import { OWN_PHRASES, OWN_TEMPLATES, PHRASE_KEY, type Phrase, type Template } from '../domain/draft';
import { asKeepError } from './keeping/errors';
import { readJson } from './settings.svelte';

export const PHRASES_KEY = 'scribe-cxr.phrases';

const text = v.pipe(v.string(), v.maxLength(5000));
const BookSchema = v.object({
  templates: v.array(
    v.object({
      id: v.string(),
      title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(80)),
      findings: text,
      impression: text,
    }),
  ),
  phrases: v.array(v.object({ key: v.pipe(v.string(), v.regex(PHRASE_KEY)), text })),
});
type Book = v.InferOutput<typeof BookSchema>;

/**
 * Templates and phrases: those that come with the app, and the user's own, which are kept in localStorage because
 * the user saved them. Methods throw KeepError when the browser does not keep them; then nothing has changed.
 */
export class PhraseBook {
  #storage: Storage;
  #own = $state.raw<Book>({ templates: [], phrases: [] });

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    const parsed = v.safeParse(BookSchema, readJson(storage.getItem(PHRASES_KEY)));
    if (parsed.success) this.#own = parsed.output;
  }

  /** All templates, the user's own last. */
  readonly templates: readonly Template[] = $derived.by(() => [...OWN_TEMPLATES, ...this.#own.templates]);

  /** All phrases; one of the user's takes the place of the app's with the same key. */
  readonly phrases: readonly Phrase[] = $derived.by(() => {
    const own = new Set(this.#own.phrases.map(({ key }) => key));
    return [...OWN_PHRASES.filter(({ key }) => !own.has(key)), ...this.#own.phrases];
  });

  /** True for a template or phrase of the user. */
  isOwn(item: Template | Phrase): boolean {
    return 'id' in item
      ? this.#own.templates.some(({ id }) => id === item.id)
      : this.#own.phrases.some(({ key }) => key === item.key);
  }

  addTemplate(title: string, findings: string, impression: string): void {
    const template = { id: crypto.randomUUID(), title: title.trim(), findings, impression };
    this.#save({ ...this.#own, templates: [...this.#own.templates, template] });
  }

  removeTemplate(id: string): void {
    this.#save({ ...this.#own, templates: this.#own.templates.filter((each) => each.id !== id) });
  }

  /** @param key letters and digits; @see PHRASE_KEY */
  setPhrase(key: string, phrase: string): void {
    const others = this.#own.phrases.filter((each) => each.key !== key.toLowerCase());
    this.#save({ ...this.#own, phrases: [...others, { key: key.toLowerCase(), text: phrase }] });
  }

  removePhrase(key: string): void {
    this.#save({ ...this.#own, phrases: this.#own.phrases.filter((each) => each.key !== key) });
  }

  #save(book: Book): void {
    const parsed = v.parse(BookSchema, book);
    try {
      this.#storage.setItem(PHRASES_KEY, JSON.stringify(parsed));
    } catch (cause) {
      throw asKeepError(cause);
    }
    this.#own = parsed;
  }
}
