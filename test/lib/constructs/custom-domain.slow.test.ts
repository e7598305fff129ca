import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { findResources, getOnly, synthesise } from '../synthesised.ts';

const domain = {
  name: 'auth.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
};

test('a domain in a hosted zone keeps the published paths and has its records', () => {
  const { service } = synthesise('dev', {
    domain: { ...domain, hostedZone: { id: 'Z0123456789', name: 'example.com' } },
  });
  service.hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'api' });
  service.hasResourceProperties('AWS::ApiGateway::DomainName', {
    SecurityPolicy: 'TLS_1_2',
    RegionalCertificateArn: Match.anyValue(),
  });
  service.resourceCountIs('AWS::Route53::RecordSet', 2);
  // The AAAA record needs a target that accepts IPv6.
  service.hasResourceProperties('AWS::ApiGateway::DomainName', {
    EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
  });
  service.hasOutput('ApiUrl', { Value: 'https://auth.example.com/api' });
  expect(Object.keys(service.toJSON().Outputs)).not.toContain('DomainTarget');
});

test('a domain disables the default endpoint, which would be a way around it', () => {
  const apiOf = ({ service }: ReturnType<typeof synthesise>) =>
    getOnly(findResources(service, 'AWS::ApiGateway::RestApi')).Properties;
  expect(apiOf(synthesise('dev', { domain })).DisableExecuteApiEndpoint).toBe(true);
  expect(apiOf(synthesise('dev')).DisableExecuteApiEndpoint).toBe(false);
});

test('an output names the target of the record if no hosted zone is given', () => {
  const { service } = synthesise('dev', { domain });
  service.resourceCountIs('AWS::Route53::RecordSet', 0);
  const domainName = Object.keys(findResources(service, 'AWS::ApiGateway::DomainName'))[0];
  service.hasOutput('DomainTarget', {
    Value: { 'Fn::GetAtt': [domainName, 'RegionalDomainName'] },
  });
});
