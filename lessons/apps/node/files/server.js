const express = require('express');
const app = express();
app.get('/', (request, response) => response.send('Hello from ' + process.env.NAME + '\n'));
app.listen(3000, () => console.log('listening on 3000'));
