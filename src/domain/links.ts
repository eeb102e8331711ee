import type { Entity } from './entity';
import { sentenceWords } from './sentences';
import { splitWords, type TextWord } from './words';

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Longest way, in words, between a finding and its site. */
const LONGEST_WAY = 10;

const PLACES =
  set(`in within at over of on under along near involving overlying to into throughout above below
  beneath around about through between behind across adjacent onto projecting`);
const VERBS =
  set(`is are was were be been appear appears remain remains has have had shows show showing demonstrates
  demonstrate demonstrating reveals reveal contains contain exhibits`);
/** What parts a finding from its site: another clause, another subject, a remark of normality. */
const PARTS =
  set(`, ; : and or but however although though while whereas except with without no not which that there may
  might could than otherwise since because if`);
const NORMAL = set('normal clear unremarkable intact limits preserved unchanged stable');
const JOINERS = set(', and or / nor versus vs');
const ARTICLES = set('a an the there this these');
/** Words by which a finding explains the one before it: they share the site. */
const EXPLAINS =
  set(`represent represents representing reflect reflects reflecting suggest suggests suggesting suggestive
  consistent compatible concerning suspicious worrisome due likely secondary indicate indicating versus vs`);
/** These part two findings, yet not a subject and what is said of it. */
const IN_PREDICATES = set('with without no not may might could');
/** "catheter with its tip in the right atrium" */
const CARRIED = set('tip tips lead leads distal proximal its the');

/** The entities of one sentence on its words. */
interface Placed {
  readonly entity: Entity;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly isSite: boolean;
}

/**
 * Pairs findings and devices with the anatomy of the same sentence. In the order they are tried: a compound ("right
 * lower lobe opacity"), an attribute ("tortuous aorta"), a preposition ("nodule is present within the right hilum"),
 * a predicate ("the heart is enlarged", "spine with osteophytes"), a place that comes first ("in the left base there
 * is a nodule"), an apposition ("nodule, right upper lobe"), and an explanation, which shares the site of what it
 * explains. Findings of one list share a site that follows or precedes them all, and a site may be a list.
 * @param entities  label set `report`, sorted, never overlapping
 * @returns         sites of every finding that has one, in the order of the text
 */
export function siteLinks(text: string, entities: readonly Entity[]): ReadonlyMap<Entity, readonly Entity[]> {
  const links = new Map<Entity, readonly Entity[]>();
  if (!entities.some(({ type }) => type === 'ANATOMY')) return links;
  const words = splitWords(text);
  let next = 0;
  for (const { first, end } of sentenceWords(text, words)) {
    const sentence = words.slice(first, end);
    const until = sentence.at(-1)?.end ?? 0;
    const inside: Entity[] = [];
    for (let entity = entities[next]; entity && entity.start < until; entity = entities[++next])
      inside.push(entity);
    if (inside.length > 1) new SentenceLinks(sentence, inside).addTo(links);
  }
  return links;
}

class SentenceLinks {
  readonly #norms: readonly string[];
  readonly #placed: readonly Placed[];

  constructor(words: readonly TextWord[], entities: readonly Entity[]) {
    this.#norms = words.map(({ norm }) => norm);
    let word = 0;
    this.#placed = entities
      .filter(({ type }) => type === 'DISEASE' || type === 'DEVICE' || type === 'ANATOMY')
      .map((entity) => {
        while ((words[word]?.end ?? Infinity) <= entity.start) word++;
        const first = word;
        let end = first + 1;
        while ((words[end]?.start ?? Infinity) < entity.end) end++;
        return { entity, first, end, isSite: entity.type === 'ANATOMY' };
      });
  }

  addTo(links: Map<Entity, readonly Entity[]>): void {
    for (let from = 0; from < this.#placed.length; from++) {
      if (this.#placed[from]?.isSite !== false) continue;
      let to = from;
      while (this.#isListed(to)) to++;
      this.#linkGroup(from, to, links);
      from = to;
    }
  }

  /** Sites for the findings `from`..`to` of one list. */
  #linkGroup(from: number, to: number, links: Map<Entity, readonly Entity[]>): void {
    const shared = this.#sitesAfter(to) ?? this.#sitesBefore(from);
    for (let i = from; i <= to; i++) {
      const sites = (i === from ? this.#compound(from) : undefined) ?? shared ?? this.#explained(from, links);
      const finding = this.#placed[i]?.entity;
      if (finding && sites) links.set(finding, sites);
    }
  }

  /** Whether a finding and the next one stand in one list: "effusion or pneumothorax". */
  #isListed(i: number): boolean {
    const next = this.#placed[i + 1];
    if (!next || next.isSite) return false;
    const between = this.#between(i, i + 1);
    if (!between.some((word) => JOINERS.has(word)) || between.length > 6) return false;
    return !between.some(
      (word) =>
        VERBS.has(word) || ARTICLES.has(word) || PLACES.has(word) || (PARTS.has(word) && !JOINERS.has(word)),
    );
  }

  /** "right lower lobe opacity", "left 6th rib acute fracture": only words of kind and degree between. */
  #compound(i: number): readonly Entity[] | undefined {
    if (!this.#placed[i - 1]?.isSite) return undefined;
    const between = this.#between(i - 1, i);
    const isClose = between.length <= 3 && !between.some(parts);
    return isClose ? this.#listBefore(i - 1) : undefined;
  }

  /** "tortuous aorta", "nodule in the left base", "nodule, right upper lobe." */
  #sitesAfter(i: number): readonly Entity[] | undefined {
    const site = this.#placed[i + 1];
    if (!site?.isSite) return undefined;
    let between = this.#between(i, i + 1);
    if (between.length > LONGEST_WAY) return undefined;
    if (between.length === 0) return this.#listAfter(i + 1);
    if (between.length === 1 && between[0] === ',') {
      const following = this.#norms[site.end] ?? '.';
      return following === '.' || following === ';' ? [site.entity] : undefined;
    }
    if (this.#placed[i]?.entity.type === 'DEVICE') between = withoutTip(between);
    const leads = between.findLastIndex((word) => PLACES.has(word));
    if (leads < 0 || between.some((word) => PARTS.has(word) || NORMAL.has(word))) return undefined;
    return this.#listAfter(i + 1);
  }

  /** "the heart is enlarged", "spine with osteophytes", "in the left base there is a nodule". */
  #sitesBefore(i: number): readonly Entity[] | undefined {
    const site = this.#placed[i - 1];
    if (!site?.isSite) return undefined;
    const between = this.#between(i - 1, i);
    if (between.length === 0 || between.length > LONGEST_WAY) return undefined;
    const isPlaceFirst =
      between.includes('there') &&
      this.#norms.slice(Math.max(0, site.first - 3), site.first).some((word) => PLACES.has(word));
    const rest = isPlaceFirst ? between.filter((word) => word !== 'there' && word !== ',') : between;
    const leads = rest.findIndex((word) => VERBS.has(word) || word === 'with' || word === 'without');
    if (leads < 0) return undefined;
    const isParted = rest.some((word) => NORMAL.has(word) || (PARTS.has(word) && !IN_PREDICATES.has(word)));
    return isParted ? undefined : this.#listBefore(i - 1);
  }

  /** "... may represent pneumonia" shares the site of the finding before. */
  #explained(i: number, links: ReadonlyMap<Entity, readonly Entity[]>): readonly Entity[] | undefined {
    for (let k = i - 1; k >= 0; k--) {
      const before = this.#placed[k];
      if (!before || before.isSite) continue;
      const between = this.#norms.slice(before.end, this.#placed[i]?.first);
      const isExplained = between.some((word) => EXPLAINS.has(word)) && !between.includes(';');
      return isExplained ? links.get(before.entity) : undefined;
    }
    return undefined;
  }

  /** A site and those listed after it; one that begins a clause or belongs to the next finding is none. */
  #listAfter(i: number): readonly Entity[] {
    const sites = this.#entity(i);
    for (let k = i + 1; this.#placed[k]?.isSite; k++) {
      if (!isList(this.#between(k - 1, k)) || this.#startsClause(k) || this.#isTaken(k)) break;
      sites.push(...this.#entity(k));
    }
    return sites;
  }

  /** The same towards the left, in the order of the text. */
  #listBefore(i: number): readonly Entity[] {
    const sites = this.#entity(i);
    for (let k = i - 1; this.#placed[k]?.isSite; k--) {
      if (!isList(this.#between(k, k + 1)) || this.#belongsToLeft(k)) break;
      sites.unshift(...this.#entity(k));
    }
    return sites;
  }

  /** "heart is ...", "heart size is ...". */
  #startsClause(i: number): boolean {
    const end = this.#placed[i]?.end ?? 0;
    const following = this.#norms[end] ?? '';
    return VERBS.has(following) || (following === 'size' && VERBS.has(this.#norms[end + 1] ?? ''));
  }

  /** The site stands straight before a finding of its own. */
  #isTaken(i: number): boolean {
    const next = this.#placed[i + 1];
    return next !== undefined && !next.isSite && next.first === this.#placed[i]?.end;
  }

  /** The site ends a finding of its own: "opacity in the left base and ...". */
  #belongsToLeft(i: number): boolean {
    return this.#placed[i - 1]?.isSite === false && this.#between(i - 1, i).some((word) => PLACES.has(word));
  }

  #entity(i: number): Entity[] {
    const entity = this.#placed[i]?.entity;
    return entity ? [entity] : [];
  }

  #between(left: number, right: number): readonly string[] {
    return this.#norms.slice(this.#placed[left]?.end, this.#placed[right]?.first);
  }
}

/** Words that never stand inside a compound. */
function parts(word: string): boolean {
  return [PARTS, VERBS, PLACES, JOINERS, ARTICLES].some((words) => words.has(word));
}

/** Whether the words between two sites make them a list. */
function isList(between: readonly string[]): boolean {
  return (
    between.some((word) => JOINERS.has(word)) &&
    between.every((word) => JOINERS.has(word) || ARTICLES.has(word) || PLACES.has(word))
  );
}

/** "with tip in the right atrium" without the words that the device carries. */
function withoutTip(between: readonly string[]): readonly string[] {
  const tip = between.findIndex((word) => /^(?:tips?|leads?)$/.test(word));
  return tip < 0 ? between : between.filter((word, i) => i > tip || (word !== 'with' && !CARRIED.has(word)));
}
