/** The fields that image-spec's ImageConfig and Docker's own have in common, as `declareStructs` reads them. */
export const OCI_IMAGE_CONFIG = `  User string
  ExposedPorts map:empty
  Env,Entrypoint,Cmd []string
  Volumes map:empty
  WorkingDir string
  Labels map:string
  StopSignal string
  ArgsEscaped bool`;
