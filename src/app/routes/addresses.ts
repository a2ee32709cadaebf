/** Where everything is. The only place that knows how an address is written. */
export const addresses = {
  home: '/',
  certificate: '/certificate',
  lessonPattern: '/lesson/:track/:lesson',
  lesson: (id: string) => `/lesson/${id}`,
  embedPattern: '/embed/:track/:lesson',
  embedding: '/embedding',
  /** The fragment holds what is shared. */
  shared: '/shared',
  playgroundPattern: '/playground/:id',
  playground: (id: string) => `/playground/${id}`,
} as const;
