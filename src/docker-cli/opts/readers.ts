import type { Flags, FlagValue } from '../flags/flags.ts';
import { parseGpus } from './gpus.ts';
import { parseMount } from './mount.ts';
import { parseNetwork } from './network.ts';
import { parseUlimit } from './ulimit.ts';
import {
  validateAttach,
  validateDeviceRule,
  validateDnsSearch,
  validateEnv,
  validateExtraHost,
  validateFilter,
  validateIp,
  validateLabel,
  validateLink,
  validateRateDevice,
  validateWeightDevice,
} from './validate.ts';

type Reader = (text: string, flags: Flags) => FlagValue;

/** Flags whose values docker checks while it reads the command line, by name; flags that merely look alike have another type. */
export const flagReaders: Readonly<Record<string, Reader | undefined>> = {
  'add-host': (text) => validateExtraHost(text),
  attach: (text) => validateAttach(text),
  'blkio-weight-device': (text) => validateWeightDevice(text),
  'device-cgroup-rule': (text) => validateDeviceRule(text),
  'device-read-bps': (text) => validateRateDevice(text, true),
  'device-write-bps': (text) => validateRateDevice(text, true),
  'device-read-iops': (text) => validateRateDevice(text, false),
  'device-write-iops': (text) => validateRateDevice(text, false),
  dns: (text) => validateIp(text),
  'dns-search': (text) => validateDnsSearch(text),
  env: (text) => validateEnv(text),
  filter: (text) => validateFilter(text),
  label: (text) => validateLabel(text),
  link: (text) => validateLink(text),
  mount: (text) => parseMount(text),
  ulimit: (text) => parseUlimit(text),
};

/** By type, where the name alone would not tell. */
export const typeReaders: Readonly<Record<string, Reader | undefined>> = {
  network: (text) => parseNetwork(text),
  'gpu-request': (text) => parseGpus(text),
  stringToString: (text) => {
    for (const pair of text.split(','))
      if (!pair.includes('=')) throw new Error(`${pair} must be formatted as key=value`);
    return text.split(',');
  },
};
