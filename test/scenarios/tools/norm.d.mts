export * from '../../../src/parity/norm.mjs';
