import { Annotations, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NOTICE } from '../../contract/limits.ts';
import { NOTICE_PATTERN } from '../../contract/notices.ts';
import type { Backend } from '../backend.ts';
import { formatSender, type MailSettings } from '../config/mail-sender.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { SEND_MAIL } from '../permissions.ts';
import { type AuthFunction, serviceNameOf } from './auth-function.ts';
import { createMetrics } from './function-metrics.ts';
import { mailIdentityArn } from './mail-identity.ts';
import { MessageFunction } from './message-function.ts';
import { createRequestRule } from './request-rule.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface NoticesProps {
  backend: Pick<Backend, 'revalidations'>;
  config: StageConfig;
  alarmTopicArn: string | undefined;
}

/**
 * Creates the function that sends notices, if the stage has a sender. Otherwise synthesis prints
 * that there are none. Returns the functions.
 */
export function createNotices(scope: Construct, id: string, props: NoticesProps): AuthFunction[] {
  const { mail, retainData } = props.config;
  if (mail) return [new Notices(scope, id, { ...props, mail }).fn];
  const text =
    'This stage sends no notices to users (new password, new device, new e-mail address), and ' +
    'Cognito sends 50 mails a day at most. Set mail.';
  const annotations = Annotations.of(scope);
  if (retainData) annotations.addWarningV2('chordian-auth:mail', text);
  else annotations.addInfoV2('chordian-auth:mail', text);
  return [];
}

class Notices extends Construct {
  readonly fn: AuthFunction;

  constructor(
    scope: Construct,
    id: string,
    { backend, config, alarmTopicArn, mail }: NoticesProps & Record<'mail', MailSettings>,
  ) {
    super(scope, id);
    const { queue, fn } = new MessageFunction(this, 'Send', {
      functionKey: 'notices',
      description: 'Chordian Auth: tells people by mail what happened to their accounts',
      config,
      retention: Duration.seconds(NOTICE.lifetime),
      concurrency: NOTICE.concurrency,
    });
    this.fn = fn;
    createRequestRule(this, 'NoticeRequested', {
      description: 'Chordian Auth: requests for mails to users',
      bus: backend.revalidations.bus,
      pattern: NOTICE_PATTERN,
      queue,
      reason:
        'A notice that could not be sent for an hour would speak of the past. An alarm counts the ' +
        'failures. A dead-letter queue would keep e-mail addresses.',
    });
    fn.allow(
      SEND_MAIL,
      [mailIdentityArn(this, mail)],
      { MAIL_FROM: formatSender(mail), MAIL_SERVICE_NAME: mail.name },
      { StringEquals: { 'ses:FromAddress': mail.from } },
    );
    if (config.monitoring) {
      new RunbookAlarm(this, 'NoticesFailed', {
        heading: 'Notices failed',
        summary: 'Mails to users about their accounts were not sent',
        metric: createMetrics(serviceNameOf(this)).auditEvents('notice_failed'),
        threshold: 5,
        topicArn: alarmTopicArn,
      });
    }
  }
}
