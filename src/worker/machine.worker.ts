/// <reference lib="webworker" />
import { expose } from 'comlink';
import { ProcessEnd } from '../kernel/process/process-end.ts';
import { LocalMachine } from './machine.ts';

// What is left of a program's JavaScript when its process is over ends with this, wherever it was: nobody has to hear of it.
addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof ProcessEnd) event.preventDefault();
});

// The worker holds one simulated computer; everything it can do is the protocol's.
expose(new LocalMachine());
