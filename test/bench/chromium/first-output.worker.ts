/// <reference lib="webworker" />
import { workerPlatform } from '../../../src/worker/platform.ts';
import { firstOutputs } from '../first-output.ts';

postMessage(await firstOutputs(await workerPlatform()));
