#!/usr/bin/env node
console.error('drydock: not simulated: prettier');
process.exit(1);
