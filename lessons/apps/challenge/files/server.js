const http = require('node:http');
const { createClient } = require('redis');
const store = createClient({ url: 'redis://store' });
store.on('error', (error) => console.log(error.message));
store.connect();
process.on('SIGTERM', () => process.exit());
http.createServer(async (request, response) => {
  const visits = await store.incr('visits');
  response.end('visit number ' + visits + '\n');
}).listen(3000, () => console.log('listening on 3000'));
