import WaybillInterchange

/// Gathers the head of a response from the lines that libcurl hands over, each with its line end.
struct HeadReader {
    /// The most bytes that heads may have together, informational ones and trailers included.
    static let limit = 256 << 10

    /// What a line led to.
    enum Outcome: Equatable {
        case more
        case complete(status: Int, headers: [HeaderField])
        case tooLarge
        case malformed
    }

    private var size = 0
    private var status: Int?
    private var headers: [HeaderField] = []
    private var isComplete = false

    /// Takes the next line.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Outcome {
        size += line.count
        if size > Self.limit { return .tooLarge }
        // What follows the final head are trailers, which say nothing that anyone here needs.
        if isComplete { return .more }
        let line = Self.withoutBlanksBehind(line[...])
        guard let status else { return readStatus(line) }
        if line.isEmpty { return end(status: status) }
        if let first = line.first, Self.isBlank(first) {
            continueLast(with: line.drop(while: Self.isBlank))
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let value = line[(colon + 1)...].drop(while: Self.isBlank)
            headers.append(HeaderField(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return .more
    }

    /// Reads `HTTP/1.1 200 OK` or `HTTP/2 200`.
    private mutating func readStatus(_ line: Slice<UnsafeRawBufferPointer>) -> Outcome {
        let digits = line.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix(3)
        guard digits.count == 3, let status = Int(String(decoding: digits, as: UTF8.self)), status >= 100 else { return .malformed }
        self.status = status
        return .more
    }

    private mutating func end(status: Int) -> Outcome {
        defer {
            self.status = nil
            headers = []
        }
        if status < 200 { return .more }
        isComplete = true
        return .complete(status: status, headers: headers)
    }

    /// A line that begins with a blank belongs to the header before it.
    private mutating func continueLast(with text: Slice<UnsafeRawBufferPointer>) {
        guard let last = headers.indices.last else { return }
        headers[last].value += " " + String(decoding: text, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Without the line end either.
    private static func withoutBlanksBehind(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var bytes = bytes
        while let last = bytes.last, isBlank(last) || last == UInt8(ascii: "\r") || last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }
}
