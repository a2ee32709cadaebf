#!/usr/bin/env node
import { bundledCommand } from './bundle.mjs';

const { main } = await import(await bundledCommand());
process.exitCode = await main(process.argv.slice(2));
