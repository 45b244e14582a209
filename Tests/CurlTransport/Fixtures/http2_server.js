// Speaks HTTP/2 over TLS and misbehaves by path. Arguments: certificate and key. Prints its port, then a line for each request and
// each stream that either side reset.
const fs = require("fs");
const http2 = require("http2");

const [certificate, key] = process.argv.slice(2);
const server = http2.createSecureServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) });
const { NGHTTP2_REFUSED_STREAM, NGHTTP2_INTERNAL_ERROR } = http2.constants;

let latest;
server.on("connection", (socket) => (latest = socket));
server.on("stream", (stream, headers) => {
  const path = headers[":path"];
  let size = 0;
  stream.on("error", () => {});
  stream.on("data", (chunk) => (size += chunk.length));
  stream.on("close", () => stream.rstCode !== 0 && console.log(`reset ${path}`));
  stream.on("end", () => {
    console.log(`request ${path} ${size}`);
    if (path === "/refused") return stream.close(NGHTTP2_REFUSED_STREAM);
    if (path === "/broken") return stream.close(NGHTTP2_INTERNAL_ERROR);
    if (path === "/goaway") return stream.session.destroy();
    if (path === "/drop") return latest.destroy();
    if (path === "/silent") return;
    stream.respond({ ":status": 200, "x-proto": "h2" });
    if (path === "/cut") return stream.write("half", () => setTimeout(() => stream.destroy(new Error("cut")), 20));
    if (path === "/stall") return stream.write("some");
    if (path === "/large") return stream.end(Buffer.alloc(24 * 1024 * 1024, 7));
    stream.end("ok");
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
