/**
 * Replaces `@aws-sdk/credential-provider-node` in every bundle. Lambda passes credentials in the
 * environment (AWS: "Defined runtime environment variables"). The SDK's own provider chain would
 * add code for INI files, SSO, processes and metadata services to each bundle.
 */
export const defaultProvider = () => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
