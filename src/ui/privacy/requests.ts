import type { CountedRequest } from '../../app';

/** A request with its address as the list shows it. */
export interface ShownRequest extends CountedRequest {
  /** Path on this site, or the whole URL of another. */
  readonly address: string;
}

/** Newest first, with the addresses of this site shortened to their path. */
export function bySite(requests: readonly CountedRequest[], origin: string): ShownRequest[] {
  return requests
    .map((request) => ({
      ...request,
      address: request.url.startsWith(`${origin}/`) ? request.url.slice(origin.length) : request.url,
    }))
    .sort((a, b) => b.at - a.at);
}
