import {
  type CfnDomainName,
  DomainName,
  EndpointType,
  IpAddressType,
  type RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { BASE_PATH } from '../../contract/routes/index.ts';
import type { StageConfig } from '../config/stage-config.ts';

/** A custom domain for the API. The published paths stay the same. */
export class CustomDomain extends Construct {
  /** The domain name that a DNS record for the custom domain must point to. */
  readonly target: string;

  constructor(
    scope: Construct,
    id: string,
    { api, domain }: { api: RestApi; domain: NonNullable<StageConfig['domain']> },
  ) {
    super(scope, id);
    const domainName = new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    // `DomainName` has no property for this. Without it, clients cannot connect over IPv6.
    (domainName.node.defaultChild as CfnDomainName).addPropertyOverride(
      'EndpointConfiguration.IpAddressType',
      IpAddressType.DUAL_STACK,
    );
    this.target = domainName.domainNameAliasDomainName;
    domainName.addBasePathMapping(api, {
      basePath: BASE_PATH.slice(1),
      stage: api.deploymentStage,
    });
    if (domain.hostedZone) {
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: domain.hostedZone.id,
        zoneName: domain.hostedZone.name,
      });
      const target = RecordTarget.fromAlias(new ApiGatewayDomain(domainName));
      new ARecord(this, 'Ipv4', { zone, recordName: domain.name, target });
      new AaaaRecord(this, 'Ipv6', { zone, recordName: domain.name, target });
    }
  }
}
