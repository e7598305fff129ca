/** An origin that no deployment allows (RFC 2606). */
export const STRANGER = 'https://stranger.example';

/** What browsers send with requests from other sites. */
export const FROM_ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fetch from another site': {
    Origin: STRANGER,
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'cors',
  },
  'a form on another site': {
    Origin: STRANGER,
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
  },
  'a sandboxed frame': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'a sibling subdomain': { Origin: STRANGER, 'Sec-Fetch-Site': 'same-site' },
  'a browser without Fetch Metadata': { Origin: STRANGER },
};
