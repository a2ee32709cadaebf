import type { Limits } from '../policy/policy.ts';

/** The pod's one container. */
export const ENGINE_CONTAINER = 'engine';
/** Docker's own image of an engine in a container; an address may name another (`kubernetes://class?image=…`). */
export const ENGINE_IMAGE = 'docker:28-dind';

/** An engine needs the rights of a privileged container inside its pod: whoever may place such pods is the cluster's to say. */
export function podOf(name: string, image: string, { memory, nanoCpus, containers, seconds, disk }: Limits): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'drydock', 'drydock/session': name } },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: seconds,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: ENGINE_CONTAINER,
          image,
          // No port is opened: we come in by exec.
          args: ['dockerd', '--host=unix:///var/run/docker.sock'],
          env: [{ name: 'DOCKER_TLS_CERTDIR', value: '' }],
          securityContext: { privileged: true },
          readinessProbe: { exec: { command: ['docker', 'version'] }, periodSeconds: 1 },
          resources: {
            requests: { memory: String(memory), cpu: '250m' },
            limits: {
              memory: String(memory * 2),
              cpu: `${Math.ceil(nanoCpus / 1e6)}m`,
              'ephemeral-storage': String(disk * Math.min(containers, 10)),
            },
          },
          volumeMounts: [{ name: 'data', mountPath: '/var/lib/docker' }],
        },
      ],
      volumes: [{ name: 'data', emptyDir: {} }],
    },
  };
}
