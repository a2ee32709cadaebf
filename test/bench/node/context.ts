/** The base image of the measured builds: a name both engines can be given. */
export const BASE = 'drydock-bench-base';

const DOCKERFILE = `FROM ${BASE}
WORKDIR /app
COPY package.json ./
RUN mkdir -p /opt/build && cp package.json /opt/build/
RUN echo installed > /opt/build/log
COPY . .
RUN ls src | wc -l > /opt/build/count
RUN for i in 1 2 3 4 5 6 7 8 9 10; do cp src/file-$i.js /opt/build/; done
RUN cat src/*.js > /opt/build/bundle.js
RUN grep -c export /opt/build/bundle.js > /opt/build/exports
RUN rm -r /opt/build/log && chmod -R a+rX /opt/build
RUN mv /opt/build/bundle.js /app/
CMD ["cat", "/app/bundle.js"]
`;

/** 1,000 small files beside a Dockerfile of twelve steps and a CMD. */
export function contextFiles(mark: string): Map<string, string> {
  const files = new Map([
    ['Dockerfile', DOCKERFILE],
    ['package.json', `{ "name": "bench", "description": "${mark}" }\n`],
  ]);
  for (let i = 1; i <= 1000; i++) files.set(`src/file-${i}.js`, `export const name${i} = '${mark}';\n`.repeat(8));
  return files;
}
