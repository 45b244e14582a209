// Speaks HTTP/2 over TLS and does to each request what a script says. Arguments: certificate, key, and a file of scripts: for each path
// a list of turns, each a list of steps. A request takes the turn of its path, or of the longest path that it lies under; the last turn
// stays. Prints its port, then a line for each request that was read whole, each stream that was reset and each connection that ended.
const fs = require("fs");
const http2 = require("http2");
const timers = require("timers/promises");

const [certificate, key, file] = process.argv.slice(2);
const scripts = JSON.parse(fs.readFileSync(file, "utf8"));
const turnsTaken = {};

function nextSteps(path) {
  let place = path;
  while (!(place in scripts) && place) place = place.slice(0, place.lastIndexOf("/"));
  const turns = scripts[place];
  const turn = (turnsTaken[place] = (turnsTaken[place] ?? 0) + 1);
  return turns[Math.min(turn, turns.length) - 1];
}

const acts = {
  head: ({ stream, step }) => stream.respond({ ":status": step.status, ...step.headers }),
  text: ({ stream, step }) => write(stream, step.text),
  zeros: ({ stream, step }) => write(stream, Buffer.alloc(step.count)),
  end: ({ stream }) => stream.end(),
  reset: ({ stream, step }) => {
    stream.end = () => {}; // Node would end the answer in order before it resets the stream.
    stream.close(step.code);
  },
  goAway: ({ stream, session, tcp, step }) => {
    // A client takes every stream after the last for one that was never looked at. Node cannot say so of the first stream.
    session.goaway(step.code, step.accepts ? stream.id : Math.max(1, stream.id - 2));
    // Node reads nothing more, and would never see the client close.
    setTimeout(() => tcp.destroy(), 300);
  },
  pause: ({ step }) => timers.setTimeout(step.milliseconds),
  gather: async ({ session, step }) => {
    while (session.waybillStreams < step.count && !session.closed) await timers.setTimeout(1);
  },
  hangUp: ({ tcp }) => tcp.destroy(),
  resetConnection: ({ tcp }) => tcp.resetAndDestroy(),
};

function write(stream, bytes) {
  return new Promise((resolve) => stream.write(bytes, () => resolve()));
}

async function play(stream, steps) {
  const session = stream.session;
  for (const step of steps) {
    if (stream.destroyed) return;
    await acts[step.act]({ stream, session, tcp: session.waybillTCP, step });
  }
}

const server = http2.createSecureServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) });

// The connections below TLS, by the port of the client.
const connections = new Map();
server.on("connection", (tcp) => connections.set(tcp.remotePort, tcp));

let sessions = 0;
server.on("session", (session) => {
  const number = ++sessions;
  session.waybillNumber = number;
  session.waybillStreams = 0;
  session.waybillTCP = connections.get(session.socket.remotePort);
  session.on("error", () => {});
  session.waybillTCP.on("close", () => console.log(`closed ${number}`));
});

server.on("stream", (stream, headers) => {
  const path = headers[":path"];
  const session = stream.session;
  const steps = nextSteps(path);
  let size = 0;
  stream.on("error", () => {});
  stream.on("data", (chunk) => (size += chunk.length));
  stream.on("close", () => stream.rstCode !== 0 && console.log(`reset ${path} ${stream.rstCode}`));
  stream.on("end", () => {
    console.log(`request ${path} ${size} ${session.waybillNumber} ${stream.id} ${headers["x-client-request-id"] ?? "-"}`);
    session.waybillStreams += 1;
    play(stream, steps).catch(() => {});
  });
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
