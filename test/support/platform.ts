/** Tests run the simulated machine on Node, as the command does. */
export { nodePlatform } from '../../src/bin/node-platform.ts';
