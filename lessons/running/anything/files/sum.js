const total = process.argv.slice(2).reduce((sum, word) => sum + Number(word), 0);
require('node:fs').writeFileSync('total.txt', total + '\n');
console.log(total);
