import type { Environment } from '../../contract/environment.ts';
import { type AddressReader, cloudfrontAddress, gatewayAddress } from '../http/address.ts';
import { type OpenSecret, openText } from './secrets.ts';

/**
 * Chooses where the client's address comes from.
 * @throws {TypeError} if it comes from a CDN and no secret proves that.
 */
export function chooseAddress(
  { CLIENT_IP, ORIGIN_SECRET_ID }: Pick<Environment<'refresh'>, 'CLIENT_IP' | 'ORIGIN_SECRET_ID'>,
  open: OpenSecret,
): AddressReader {
  if (CLIENT_IP === 'gateway') return gatewayAddress;
  if (!ORIGIN_SECRET_ID) throw new TypeError('CLIENT_IP=cloudfront needs ORIGIN_SECRET_ID');
  return cloudfrontAddress(openText(open, ORIGIN_SECRET_ID));
}
