import { CPUS } from '../../kernel/devices/hardware.ts';
import type { HostConfig } from '../api/containers.ts';
import { badParameter } from '../errors.ts';

const LEAST_MEMORY = 6 * 2 ** 20;

/** `0-2,4` */
const SET = /^\d+(-\d+)?(,\d+(-\d+)?)*$/;

/** What moby refuses in limits, of create and of update alike (daemon_unix.go verifyPlatformContainerResources). */
export function checkResources(given: Partial<HostConfig>, update = false): void {
  checkMemory(given, update);
  checkCpu(given);
  const weight = number(given, 'BlkioWeight');
  if (weight > 0 && (weight < 10 || weight > 1000)) throw badParameter('Range of blkio weight is from 10 to 1000');
  const score = number(given, 'OomScoreAdj');
  if (score < -1000 || score > 1000)
    throw badParameter(`Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
}

function checkMemory(given: Partial<HostConfig>, update: boolean): void {
  const [memory, swap] = [number(given, 'Memory'), number(given, 'MemorySwap')];
  const [reservation, swappiness] = [number(given, 'MemoryReservation'), number(given, 'MemorySwappiness')];
  if (memory > 0 && memory < LEAST_MEMORY) throw badParameter('Minimum memory limit allowed is 6MB');
  if (memory > 0 && swap > 0 && swap < memory)
    throw badParameter('Minimum memoryswap limit should be larger than memory limit, see usage');
  if (memory === 0 && swap > 0 && !update)
    throw badParameter('You should always set the Memory limit when using Memoryswap limit, see usage');
  if (swappiness < -1 || swappiness > 100)
    throw badParameter(`Invalid value: ${swappiness}, valid memory swappiness range is 0-100`);
  if (reservation > 0 && reservation < LEAST_MEMORY) throw badParameter('Minimum memory reservation allowed is 6MB');
  if (memory > 0 && reservation > 0 && memory < reservation)
    throw badParameter('Minimum memory limit can not be less than memory reservation limit, see usage');
}

function checkCpu(given: Partial<HostConfig>): void {
  const [nano, period, quota] = [number(given, 'NanoCpus'), number(given, 'CpuPeriod'), number(given, 'CpuQuota')];
  if (nano > 0 && period > 0) throw badParameter('Conflicting options: Nano CPUs and CPU Period cannot both be set');
  if (nano > 0 && quota > 0) throw badParameter('Conflicting options: Nano CPUs and CPU Quota cannot both be set');
  if (nano < 0 || nano > CPUS * 1e9)
    throw badParameter(`range of CPUs is from 0.01 to ${CPUS}.00, as there are only ${CPUS} CPUs available`);
  if (period !== 0 && (period < 1000 || period > 1_000_000))
    throw badParameter('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)');
  if (quota > 0 && quota < 1000) throw badParameter('CPU cfs quota can not be less than 1ms (i.e. 1000)');
  const shares = number(given, 'CpuShares');
  if (shares < 0) throw badParameter(`invalid CPU shares (${shares}): value must be a positive integer`);
  const memories = String(given.CpusetMems ?? '');
  if (memories !== '' && !SET.test(memories))
    throw badParameter(`Invalid value ${memories} for cpuset mems: invalid format: ${memories}`);
  if (/[1-9]/.test(memories))
    throw badParameter(`Requested memory nodes are not available - requested ${memories}, available: 0`);
  const cpus = String(given.CpusetCpus ?? '');
  if (cpus === '') return;
  if (!SET.test(cpus)) throw badParameter(`Invalid value ${cpus} for cpuset cpus: invalid format: ${cpus}`);
  const highest = Math.max(...(cpus.match(/\d+/g) ?? []).map(Number));
  if (highest >= CPUS)
    throw badParameter(`Requested CPUs are not available - requested ${cpus}, available: 0-${CPUS - 1}`);
}

const number = (given: Partial<HostConfig>, name: string): number => Number(given[name] ?? 0);
