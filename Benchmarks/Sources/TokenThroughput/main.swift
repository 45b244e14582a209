import Foundation
import Waybill

/// Waybill's side of `Tokenizers/compare` and `Tokenizers/fuzz`.
///
///     token-throughput measure CORPUS ENCODING GROUP…   how fast it counts each group; writes one JSON object
///     token-throughput encode ENCODING                  reads lines, each a JSON string, and writes the ids of each
///
/// An encoding is a name, or the path of a `tokenizer.json`.
let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("measure", 4...): try measure(corpus: arguments[2], encoding: encoding(arguments[3]), groups: Array(arguments.dropFirst(3)))
case ("encode", 2): try encode(encoding(arguments[2]))
default: fail("usage: token-throughput measure CORPUS ENCODING GROUP… | encode ENCODING")
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(64)
}

func encoding(_ name: String) -> () -> TokenEncoding {
    {
        if let encoding = TokenEncoding.named(name) { return encoding }
        guard name.hasSuffix(".json") else { fail("no encoding '\(name)'") }
        do {
            return try TokenEncoding.load(tokenizerJSON: [UInt8](Data(contentsOf: URL(filePath: name))), name: name)
        } catch {
            fail("\(error)")
        }
    }
}

/// The processor time of this thread, in seconds: what is measured does not wait for anything.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measure(corpus: String, encoding: () -> TokenEncoding, groups: [String]) throws {
    let documents = try groups.map { group in
        let bytes = try Data(contentsOf: URL(filePath: "\(corpus)/\(group).txt"))
        return [UInt8](bytes).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
    let start = processorTime()
    var counter = encoding().makeCounter()
    let loading = processorTime() - start
    var tokens = [Int](repeating: 0, count: groups.count)
    let passes = (0..<4)
        .map { _ in
            documents.indices.map { index in
                let start = processorTime()
                var total = 0
                for document in documents[index] { total += counter.count(document) }
                tokens[index] = total
                return processorTime() - start
            }
        }
    func object(_ value: (Int) -> Double) -> JSONValue {
        .object(JSONObject(groups.indices.map { (groups[$0], number(value($0))) }))
    }
    let result: JSONValue = [
        "tokens": object { Double(tokens[$0]) },
        "load": number(loading),
        "new": object { passes[0][$0] },
        "repeat": object { index in passes.dropFirst().map { $0[index] }.min() ?? 0 },
        "resident": number(try residentMegabytes()),
    ]
    print(result)
}

func number(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }

/// The most memory that was in use, as Linux tells it.
func residentMegabytes() throws -> Double {
    let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return (line.split { !$0.isNumber }.first.flatMap { Double($0) } ?? 0) / 1000
}

func encode(_ encoding: () -> TokenEncoding) throws {
    let encoding = encoding()
    var counter = encoding.makeCounter()
    while let line = readLine() {
        guard let text = try JSONReader.read(line).stringValue else { fail("not a JSON string: \(line)") }
        let ids = encoding.encode(text)
        let count = counter.count(text)
        let answer = "{\"count\":\(count),\"ids\":[\(ids.map { "\($0)" }.joined(separator: ","))]}\n"
        // At once, since the next line comes only after this answer.
        FileHandle.standardOutput.write(Data(answer.utf8))
    }
}
