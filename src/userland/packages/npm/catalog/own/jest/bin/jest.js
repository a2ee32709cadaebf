#!/usr/bin/env node
console.error('drydock: not simulated: jest');
process.exit(1);
