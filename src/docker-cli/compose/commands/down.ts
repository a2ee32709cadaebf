import { actualProject } from '../apply/actual.ts';
import { takeDown } from '../apply/down.ts';
import { type ComposeCommand, timeoutOf } from '../command.ts';

/** `docker compose down` */
export const down: ComposeCommand = {
  async run(compose, { args, flags }) {
    const images = flags.string('rmi');
    if (images !== '' && images !== 'all' && images !== 'local')
      throw new Error(`invalid value for --rmi: ${JSON.stringify(images)}`);
    const { project: written, name } = await compose.projectOrName(args);
    const options = {
      services: args,
      removeOrphans: flags.bool('remove-orphans'),
      timeout: timeoutOf(flags),
      volumes: flags.bool('volumes'),
      images: images as '' | 'all' | 'local',
    };
    await compose.progress('Running', async (progress) => {
      await takeDown(compose, written ?? (await actualProject(compose, name)), progress, options);
    });
  },
};
