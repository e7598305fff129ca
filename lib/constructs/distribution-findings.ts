import { Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';

/** Why a distribution may deviate from a rule of cdk-nag. */
interface Reasons {
  noGeoRestriction: string;
  noFirewall: string;
  noAccessLog: string;
}

/** Acknowledges the findings of cdk-nag on a distribution. */
export function acknowledgeDistribution(
  distribution: Distribution,
  { noGeoRestriction, noFirewall, noAccessLog }: Reasons,
  { hasDomain }: { hasDomain: boolean },
): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: noGeoRestriction },
    { id: 'AwsSolutions-CFR2', reason: noFirewall },
    { id: 'AwsSolutions-CFR3', reason: noAccessLog },
  );
  if (!hasDomain) {
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR4',
      reason: 'The default certificate sets the TLS version. A custom domain sets a newer minimum.',
    });
  }
}
