import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What happens to a resource when its stack is deleted. A stage that keeps its data keeps it, except
 * if the deployment that creates it fails: nothing would refer to it then.
 */
export const removalOf = ({ retainData }: { retainData: boolean }): RemovalPolicy =>
  retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
