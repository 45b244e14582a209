import GRDB
import WaybillInterchange

extension LedgerReader {
    /// Hands out calls one by one, in the order in which they came into the books, as they are at one moment.
    ///
    /// - Parameters:
    ///   - filter: Which calls are meant.
    ///   - body: Is given each call.
    /// - Throws: ``LedgerError``, or what `body` throws, which ends the reading.
    public func forEachCall(matching filter: CallFilter = CallFilter(), _ body: (StoredCall) throws -> Void) throws {
        try readForCaller { database, words in
            guard let condition = filter.condition(words) else { return }
            let run = try StatementRun(
                database, "SELECT calls.id, fields FROM calls JOIN details USING (call) WHERE \(condition) ORDER BY calls.call")
            defer { run.reset() }
            while try run.step() {
                guard let id = run.row.callID(0) else { continue }
                try body(try StoredCall(id, fields: run.row.rawBytes(1), words: words))
            }
        }
    }

    /// Writes calls as lines of JSON, each with its attempts, in the order in which they came into the books.
    ///
    /// - Parameters:
    ///   - filter: Which calls are meant.
    ///   - write: Takes whole lines, each with its line feed.
    /// - Throws: ``LedgerError``, or what `write` throws, which ends the writing.
    public func export(matching filter: CallFilter = CallFilter(), _ write: ([UInt8]) throws -> Void) throws {
        try forEachCall(matching: filter) { call in
            var line = call.json.bytes()
            line.append(UInt8(ascii: "\n"))
            try write(line)
        }
    }
}
