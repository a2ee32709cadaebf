/** What `POST /build/prune` takes records by. `docker system prune` sends its `label` along; records have none, and BuildKit does not look. */
export const BUILD_PRUNE_FILTERS = [
  'until',
  'id',
  'parent',
  'type',
  'description',
  'inuse',
  'shared',
  'private',
  'unused-for',
  'label',
  'label!',
] as const;
