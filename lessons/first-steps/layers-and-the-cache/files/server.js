const http = require('node:http');
const ms = require('ms');

const started = Date.now();

const server = http.createServer((request, response) => {
  console.log(request.method, request.url);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<h1>Hello from a container</h1>
<p>I have been running for ${ms(Date.now() - started, { long: true })}.</p>
`);
});

server.listen(3000, () => console.log('listening on port 3000'));
