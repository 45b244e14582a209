import Waybill

/// Counts the texts of files in which every line is a JSON string, and prints one JSON object for each.
///
/// A line that is none gets an object that says so: what is printed stays in step with what was read, and the other lines are counted.
struct TextLines {
    /// The lines, and whole inputs, that could not be counted.
    private(set) var failures = 0

    private let counter: LineCounter
    private var output = BufferedOutput()
    private var progress = ProgressLine(writesMeanwhile: true)

    /// The most complaints on standard error; the objects have them all.
    private static let mostComplaints = 10

    /// - Parameters:
    ///   - special: Whether names of special tokens are those tokens.
    ///   - givesIDs: Whether the objects have ids.
    init(_ tokenizer: Tokenizer, special: Bool, givesIDs: Bool) {
        counter = LineCounter(tokenizer: tokenizer, special: special, givesIDs: givesIDs)
    }

    /// Counts the lines of an input.
    mutating func print(_ input: ChunkedInput) throws {
        var lines = LineSplitter()
        var repairs = 0
        progress.begin(input)
        do {
            try input.forEachChunk { chunk in
                try lines.split(chunk) { repairs += try count($1, number: $0, of: input) }
                // The next chunk may be long in coming.
                try output.flush()
                progress.add(bytes: chunk.byteCount)
            }
            try lines.finish { repairs += try count($1, number: $0, of: input) }
        } catch let error as InputError {
            try complain("\(error)")
        }
        try output.flush()
        progress.clear()
        if let note = CountedTokens.repairNote(repairs, in: input) { OutputChannel.errors.report(OutputChannel.errors.look.note(note)) }
    }

    /// Says how many lines failed of which nothing was said.
    mutating func finish() {
        guard failures > Self.mostComplaints else { return }
        OutputChannel.errors.report(OutputChannel.errors.look.error("\(failures - Self.mostComplaints) more lines could not be counted."))
    }

    /// Counts one line; returns its repairs.
    private mutating func count(_ line: RawSpan?, number: Int, of input: ChunkedInput) throws(OutputError) -> Int {
        switch Self.read(line) {
        case .success(let text):
            guard let text else { return 0 }
            try add(counter.record(text))
            return text.repairs
        case .failure(let fault):
            let sentence = "\(input.name):\(number):\(fault.column): \(fault.message)"
            try complain(sentence)
            try add(["error": .object(JSONObject(kind: "invalid-request", message: sentence))])
            return 0
        }
    }

    private static func read(_ line: RawSpan?) -> Result<TextLine?, TextLine.Fault> {
        guard let line else { return .failure(.init(column: 1, message: "The line is longer than \(LineSplitter.limit >> 20) MB.")) }
        do throws(TextLine.Fault) {
            return .success(try TextLine(line))
        } catch {
            return .failure(error)
        }
    }

    private mutating func add(_ record: JSONObject) throws(OutputError) {
        try output.add(JSONValue.object(record).bytes() + [UInt8(ascii: "\n")])
    }

    private mutating func complain(_ sentence: String) throws(OutputError) {
        failures += 1
        guard failures <= Self.mostComplaints else { return }
        // Where both go to one place, what was printed before stands before it.
        try output.flush()
        progress.clear()
        OutputChannel.errors.report(OutputChannel.errors.look.error(sentence))
    }
}

/// Counts, or encodes, texts one after the other.
private struct LineCounter {
    let tokenizer: Tokenizer
    let special: Bool
    let givesIDs: Bool

    /// What is printed for one text.
    func record(_ line: TextLine) -> JSONObject {
        switch tokenizer {
        case .exact(let encoding) where givesIDs:
            let ids = encoding.encode(line.text, special: special)
            var object = CountedTokens(ids.count, tokenizer: encoding.name, repairs: line.repairs).json
            object["ids"] = .array(ids.map { .number(JSONNumber($0)) })
            return object
        case .exact(let encoding):
            let count = encoding.count(line.text, special: special)
            return CountedTokens(count, tokenizer: encoding.name, repairs: line.repairs).json
        case .estimated(let estimator):
            return CountedTokens(estimator.estimate(line.text), tokenizer: tokenizer.name, repairs: line.repairs).json
        }
    }
}
