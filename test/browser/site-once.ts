import type { TestProject } from 'vitest/node';
import { buildSite } from './site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built page. */
    site: string;
  }
}

/** One site for all files of browser tests: $SITE names one that is built already. */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const built = process.env.SITE;
  const site = built ?? `.cache/site-${process.pid}`;
  project.provide('site', site);
  return built === undefined ? buildSite(site) : undefined;
}
