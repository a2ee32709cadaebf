import { main } from '../../src/docker-cli/main.ts';
import { nodeCliHost } from './node-cli-host.ts';
import { socketDoor } from './socket-door.ts';

/** Our docker command on this computer, driving the engine behind DOCKER_HOST: for comparing it with the real one. */
const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');
const host = nodeCliHost(process.argv.slice(2), socketDoor(socket));
// To the command that engine is the one of its computer.
const env = new Map([...host.env].filter(([name]) => name !== 'DOCKER_HOST'));
process.exit(await main({ ...host, env }));
