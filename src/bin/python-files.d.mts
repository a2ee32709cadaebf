export function pythonFiles(moduleUrl: string): Promise<{ thread: string; library: string }>;
