export const ROUTES = ['desk', 'text', 'batch', 'studies', 'compare', 'models', 'privacy', 'help'] as const;
export type RouteName = (typeof ROUTES)[number];

/** What stands in the navigation. */
export const ROUTE_TITLES: Readonly<Record<RouteName, string>> = {
  desk: 'Desk',
  text: 'Text',
  batch: 'Batch',
  studies: 'Studies',
  compare: 'Compare',
  models: 'Models',
  privacy: 'Privacy',
  help: 'Help',
};

/** The screen that a location hash names: `#/models`; the desk for anything else. */
export function routeOf(hash: string): RouteName {
  const name = hash.replace(/^#\/?/, '').split('/')[0];
  return ROUTES.find((route) => route === name) ?? 'desk';
}

/** The screen on show, kept in the address so that Back works and a reload stays. */
export class Route {
  name = $state<RouteName>('desk');

  constructor(hash: string = location.hash) {
    this.name = routeOf(hash);
  }

  /** For `<svelte:window onhashchange>`. */
  follow(hash: string): void {
    this.name = routeOf(hash);
  }
}
