import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import PlainReport from '../../../src/ui/plain/PlainReport.svelte';
import { marked } from '../../unit/domain/plain/reports';
import '../../../src/ui/theme.css';

let component: ReturnType<typeof mount> | undefined;

function show(source: string): HTMLElement {
  component = mount(PlainReport, { target: document.body, props: marked(source) });
  flushSync();
  return document.querySelector<HTMLElement>('.plain')!;
}

afterEach(async () => {
  if (component) await unmount(component);
  component = undefined;
});

const terms = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role=button].term')];

describe('the plain-language view', () => {
  it('shows the rewritten text, terms as buttons described by the report’s word and its meaning', () => {
    const root = show('No [pleural effusion|D-]. The [heart|A] is [enlarged|D+].');
    expect(root.querySelector('.text')?.textContent?.replace(/In the report:.*?\.(?= |$)/g, '')).toContain(
      'No fluid around the lungs',
    );
    expect(terms(root).map(({ textContent }) => textContent)).toEqual([
      'fluid around the lungs',
      'heart',
      'larger than normal',
    ]);
    const described = document.getElementById(terms(root)[0]!.getAttribute('aria-describedby')!);
    expect(described?.textContent).toMatch(/“pleural effusion” \(not seen\)\. Extra fluid/);
  });

  it('shows the meaning by keyboard alone', async () => {
    const root = show('The [aorta|A] is [tortuous|D+].');
    expect(root.querySelector('.note')?.textContent).toContain('Choose an underlined word');
    await userEvent.tab();
    expect(document.activeElement).toBe(terms(root)[0]);
    expect(root.querySelector('.note')?.textContent).toContain('“aorta”. The body');
    await userEvent.tab();
    expect(root.querySelector('.note')?.textContent).toContain('“tortuous” (seen)');
  });

  it('lists each term once, marks unknown ones, and says that it is no advice', () => {
    const root = show('[Wibble sign|D+]. No [effusion|D-]. No [pleural effusions|D-].');
    expect([...root.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual([
      'pleural effusion',
    ]);
    expect(root.querySelector('.term.unknown')?.textContent).toBe('Wibble sign');
    expect(root.textContent).toContain('Left as written, since no plain word is known: Wibble sign.');
    expect(root.textContent).toContain('not medical advice');
  });

  it('fits a phone', () => {
    document.body.style.width = '390px';
    const root = show('Small right [pleural effusion|D+] with [atelectasis|D+] and [cardiomegaly|D+].');
    expect(root.scrollWidth).toBeLessThanOrEqual(390);
    document.body.style.width = '';
  });
});
