import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { errorEnvelope } from '../../../contract/schemas/index.ts';
import { findResources, getOnly, synthesise } from '../synthesised.ts';

interface Rule {
  Name: string;
  Action?: {
    Block: {
      CustomResponse: {
        ResponseCode: number;
        CustomResponseBodyKey: string;
        ResponseHeaders: { Name: string; Value: string }[];
      };
    };
  };
  OverrideAction?: object;
  Statement: {
    RateBasedStatement?: object;
    ManagedRuleGroupStatement?: { RuleActionOverrides?: { Name: string; ActionToUse: object }[] };
  };
}

const { service } = synthesise('prod');
const acl = getOnly(findResources(service, 'AWS::WAFv2::WebACL')).Properties as {
  Rules: Rule[];
  CustomResponseBodies: Record<string, { Content: string; ContentType: string }>;
};

test('only prod has a firewall', () => {
  service.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  for (const stage of ['dev', 'sandbox'] as const) {
    synthesise(stage).service.resourceCountIs('AWS::WAFv2::WebACL', 0);
  }
});

describe('the rate rule', () => {
  const rule = acl.Rules.find(({ Statement }) => Statement.RateBasedStatement);
  test('counts requests per address and returns a 429 envelope', () => {
    expect(rule?.Statement.RateBasedStatement).toMatchObject({ AggregateKeyType: 'IP' });
    const response = rule?.Action?.Block.CustomResponse;
    const body = acl.CustomResponseBodies[response?.CustomResponseBodyKey ?? ''];
    expect(body?.ContentType).toBe('APPLICATION_JSON');
    const { error } = z.parse(errorEnvelope, JSON.parse(body?.Content ?? ''));
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    expect(response?.ResponseCode).toBe(429);
    expect(response?.ResponseHeaders).toContainEqual({
      Name: 'Retry-After',
      Value: String(error.details.retry_after),
    });
  });
});

// A password may look like an attack.
test('managed rules that inspect the body count requests and do not block them', () => {
  const groups = acl.Rules.filter(({ Statement }) => Statement.ManagedRuleGroupStatement);
  expect(groups.length).toBeGreaterThan(0);
  const counted = groups.flatMap(
    ({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [],
  );
  for (const { ActionToUse } of counted) expect(ActionToUse).toEqual({ Count: {} });
  expect(counted.map(({ Name }) => Name)).toEqual(
    expect.arrayContaining(['CrossSiteScripting_BODY', 'SizeRestrictions_BODY', 'Log4JRCE_BODY']),
  );
  // Blocked requests get the gateway response WAF_FILTERED, an envelope with a request ID.
  for (const { OverrideAction } of groups) expect(OverrideAction).toEqual({ None: {} });
});
