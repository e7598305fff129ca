import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { FIREWALL } from '../../../contract/limits.ts';
import { publicPath, ROUTE_NAMES } from '../../../contract/routes/index.ts';
import { errorEnvelope } from '../../../contract/schemas/index.ts';
import { findResources, getOnly, synthesise, toText } from '../synthesised.ts';

interface Statement {
  ByteMatchStatement?: { SearchString: unknown };
  NotStatement?: { Statement: Statement };
  OrStatement?: { Statements: Statement[] };
}

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
  Statement: Statement & {
    RateBasedStatement?: { AggregateKeyType: string; Limit: number; ScopeDownStatement: Statement };
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

const rateRules = acl.Rules.filter(({ Statement }) => Statement.RateBasedStatement);
const responseOf = (rule: Rule) => rule.Action?.Block.CustomResponse;

describe('the rate rules', () => {
  test.each(rateRules)('$Name counts requests per address and returns a 429 envelope', (rule) => {
    expect(rule.Statement.RateBasedStatement).toMatchObject({
      AggregateKeyType: 'IP',
      EvaluationWindowSec: 300,
    });
    const response = responseOf(rule);
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

  test.each(ROUTE_NAMES)('exactly one rule counts %s, with the limit of its setting', (name) => {
    const limits: Readonly<Record<string, number>> = FIREWALL.limits;
    const counting = rateRules.filter(({ Statement }) =>
      matches(Statement.RateBasedStatement?.ScopeDownStatement, publicPath(name)),
    );
    expect(counting.map(({ Statement }) => Statement.RateBasedStatement?.Limit)).toEqual([
      limits[name] ?? limits.other,
    ]);
  });

  test('a path that is percent-encoded counts like the path that API Gateway decodes', () => {
    const texts = JSON.stringify(rateRules).match(/"TextTransformations":\[[^\]]*\]/g);
    expect(new Set(texts)).toEqual(
      new Set(['"TextTransformations":[{"Priority":0,"Type":"URL_DECODE"}]']),
    );
  });

  test('a stage can set its own limits', () => {
    const waf = { login: 10, refresh: 11, session: 12, other: 13 };
    const { Properties } = getOnly(
      findResources(synthesise('dev', { waf }).service, 'AWS::WAFv2::WebACL'),
    );
    expect(
      (Properties.Rules as Rule[]).flatMap(
        ({ Statement }) => Statement.RateBasedStatement?.Limit ?? [],
      ),
    ).toEqual([10, 11, 12, 13]);
  });
});

/** Whether a statement of AWS WAF matches a path. */
function matches(statement: Statement | undefined, path: string): boolean {
  const { ByteMatchStatement, NotStatement, OrStatement } = statement ?? {};
  if (NotStatement) return !matches(NotStatement.Statement, path);
  if (OrStatement) return OrStatement.Statements.some((part) => matches(part, path));
  return ByteMatchStatement?.SearchString === path;
}

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

describe('behind a CDN', () => {
  const behind = getOnly(
    findResources(synthesise('prod', { clientIp: 'cloudfront' }).service, 'AWS::WAFv2::WebACL'),
  ).Properties as { Rules: (Rule & { Priority: number })[] };

  test('the first rule blocks requests without the origin secret', () => {
    const [first] = behind.Rules.toSorted((a, b) => a.Priority - b.Priority);
    expect(first).toMatchObject({ Name: 'origin-secret', Action: { Block: {} } });
    const { FieldToMatch, PositionalConstraint, SearchString } = (first?.Statement.NotStatement
      ?.Statement.ByteMatchStatement ?? {}) as Record<string, unknown>;
    expect(FieldToMatch).toEqual({ SingleHeader: { Name: 'x-origin-secret' } });
    expect(PositionalConstraint).toBe('EXACTLY');
    expect(toText(SearchString)).toMatch(/^\{\{resolve:secretsmanager:.*:SecretString:::\}\}$/);
  });

  test('the rate rules count the viewer, and block what has no valid address', () => {
    const counted = behind.Rules.flatMap(({ Statement }) => Statement.RateBasedStatement ?? []);
    expect(counted).toHaveLength(4);
    for (const statement of counted) {
      expect(statement).toMatchObject({
        AggregateKeyType: 'FORWARDED_IP',
        ForwardedIPConfig: { HeaderName: 'X-Viewer-Address', FallbackBehavior: 'MATCH' },
      });
    }
  });

  test('without a CDN no rule needs a secret', () => {
    expect(acl.Rules.map(({ Name }) => Name)).not.toContain('origin-secret');
  });
});
