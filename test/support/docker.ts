import { main } from '../../src/docker-cli/main.ts';
import { nodeCliHost } from './node-cli-host.ts';
import { socketDoor } from './socket-door.ts';

/** Our docker command on this computer, driving the engine behind DOCKER_HOST: for comparing it with the real one. */
const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');
process.exit(await main(nodeCliHost(process.argv.slice(2), socketDoor(socket))));
