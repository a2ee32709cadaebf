/// <reference lib="webworker" />
import { expose } from 'comlink';
import { LocalMachine } from './machine.ts';

// The worker holds one simulated computer; everything it can do is the protocol's.
expose(new LocalMachine());
