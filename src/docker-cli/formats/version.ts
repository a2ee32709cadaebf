import { declareStructs } from '../template/types.ts';

const structs = declareStructs(`
  system.platformInfo
  Name string

  system.clientVersion
  Platform *system.platformInfo
  Version string
  ApiVersion→APIVersion string
  DefaultAPIVersion string
  GitCommit,GoVersion,Os,Arch string
  BuildTime string
  Context string

  system.platformValue
  Name string

  types.ComponentVersion
  Name,Version string
  Details map:string

  types.Version
  Platform system.platformValue
  Components []types.ComponentVersion
  Version string
  ApiVersion→APIVersion string
  MinAPIVersion,GitCommit,GoVersion,Os,Arch,KernelVersion string
  Experimental bool
  BuildTime string

  system.versionInfo
  Client system.clientVersion
  Server *types.Version
`);

export const versionType = structs.get('system.versionInfo')!;
