/**
 * The headers that a CDN in front of the API sets. A client may send them as well, so that a CDN
 * must overwrite both, and the second one counts only together with the first one.
 */

/** Proves that a request came through the CDN. */
export const ORIGIN_SECRET_HEADER = 'X-Origin-Secret';

/**
 * IP address of the viewer, without a port. CloudFront's own header `CloudFront-Viewer-Address` has
 * a port, which AWS WAF cannot read (AWS: "Using forwarded IP addresses in AWS WAF").
 */
export const VIEWER_ADDRESS_HEADER = 'X-Viewer-Address';
