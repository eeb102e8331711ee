/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps here are plain values: state is replaced as a whole */
import { ASSERTIONS, REPORT_ENTITY_TYPES, type Entity, type LabelSet } from '../../domain/entity';
import { asLine, mentionsOf, type Mention } from '../../domain/mentions';
import type { TextSpan } from '../../domain/report-text';
import { entityRows, rowKey, type EntityRow } from './rows';

/** What is looked at: a text with the entities of one label set. */
export interface EntitySource {
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly labelSet: LabelSet;
  /** Cut from the text when absent. */
  readonly sentences?: readonly TextSpan[];
}

/** A type or an assertion with the number of its mentions. */
export interface Count {
  readonly name: string;
  readonly count: number;
}

/** One text's entities as text, legend and table show them together: what is filtered, pointed at and chosen. */
export class EntityView {
  #source: () => EntitySource;
  /** Types and assertions that the legend has switched off. */
  #hidden = $state.raw<ReadonlySet<string>>(new Set());
  /** The entity under the pointer or with the focus. */
  looked = $state.raw<Entity | undefined>();
  /** The row that was chosen, in the table or by one of its mentions. */
  chosen = $state<string | undefined>();

  constructor(source: () => EntitySource) {
    this.#source = source;
  }

  readonly #mentions: readonly Mention[] = $derived.by(() => {
    const { text, entities, sentences } = this.#source();
    return mentionsOf(text, entities, sentences);
  });

  readonly labelSet: LabelSet = $derived.by(() => this.#source().labelSet);

  /** Types with their counts: all four of the label set `report`, of the others those that occur. */
  readonly types: readonly Count[] = $derived.by(() => {
    const counts = new Map<string, number>(
      this.labelSet === 'report' ? REPORT_ENTITY_TYPES.map((type) => [type, 0]) : [],
    );
    for (const { entity } of this.#mentions) counts.set(entity.type, (counts.get(entity.type) ?? 0) + 1);
    return Array.from(counts, ([name, count]) => ({ name, count }));
  });

  /** Assertions with their counts; none outside the label set `report`. */
  readonly assertions: readonly Count[] = $derived.by(() => {
    if (this.labelSet !== 'report') return [];
    return ASSERTIONS.map((name) => ({
      name,
      count: this.#mentions.filter(({ entity }) => entity.assertion === name).length,
    }));
  });

  /** The mentions that the legend lets through. */
  readonly shown: readonly Mention[] = $derived.by(() =>
    this.#mentions.filter(
      ({ entity }) =>
        !this.#hidden.has(entity.type) &&
        !(entity.assertion !== undefined && this.#hidden.has(entity.assertion)),
    ),
  );

  /** Their entities, for the text. */
  readonly entities: readonly Entity[] = $derived(this.shown.map(({ entity }) => entity));

  readonly rows: readonly EntityRow[] = $derived.by(() => entityRows(this.#source().text, this.shown));

  /** True when something is filtered out. */
  readonly filtered: boolean = $derived(this.shown.length < this.#mentions.length);

  readonly #byEntity: ReadonlyMap<Entity, Mention> = $derived(
    new Map(this.#mentions.map((mention) => [mention.entity, mention])),
  );

  /** Entities linked to the one that is looked at: the sites of a finding, the findings of a site. */
  readonly linked: ReadonlySet<Entity> = $derived.by(() => {
    const { looked } = this;
    if (!looked) return new Set();
    const findings = this.#mentions.filter(({ sites }) => sites.includes(looked)).map(({ entity }) => entity);
    return new Set([...(this.mentionOf(looked)?.sites ?? []), ...findings]);
  });

  mentionOf(entity: Entity | undefined): Mention | undefined {
    return entity && this.#byEntity.get(entity);
  }

  /** All that is known of an entity, for tooltips and screen readers: type, assertion, sites, why it is uncertain. */
  describe(entity: Entity): string {
    const { text } = this.#source();
    const sites = this.mentionOf(entity)?.sites.map((site) => asLine(text, site)) ?? [];
    const site = sites.length > 0 ? `site: ${sites.join(', ')}` : undefined;
    return [entity.type, entity.assertion, site, entity.reason]
      .filter((part) => part !== undefined)
      .join(', ');
  }

  /** Whether an entity belongs to the row that was chosen. */
  isChosen(entity: Entity): boolean {
    const mention = this.chosen === undefined ? undefined : this.mentionOf(entity);
    return mention !== undefined && rowKey(mention) === this.chosen;
  }

  /** Chooses the row of an entity. @returns its key */
  choose(entity: Entity): string | undefined {
    const mention = this.mentionOf(entity);
    this.chosen = mention && rowKey(mention);
    return this.chosen;
  }

  isShown(name: string): boolean {
    return !this.#hidden.has(name);
  }

  /** Switches a type or an assertion off or on. */
  toggle(name: string): void {
    const next = new Set(this.#hidden);
    if (!next.delete(name)) next.add(name);
    this.#hidden = next;
  }

  showAll(): void {
    this.#hidden = new Set();
  }
}
