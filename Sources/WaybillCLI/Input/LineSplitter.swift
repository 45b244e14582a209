#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Makes lines of chunks, in a memory that does not grow with their number.
struct LineSplitter {
    /// The most bytes of one line.
    static let limit = 64 << 20

    /// The number of the last line that was handed out, from 1.
    private(set) var number = 0
    /// The beginning of a line whose end has not come.
    private var begun: [UInt8] = []
    private var isTooLong = false

    /// What is kept until more comes.
    var keptBytes: Int { begun.count }

    private let limit: Int

    init(limit: Int = Self.limit) { self.limit = limit }

    /// Hands out the lines that end in a chunk, each with its number and without its line feed; `nil` for one that was longer than the limit and
    /// is passed over.
    mutating func split(_ chunk: RawSpan, _ body: (Int, RawSpan?) throws -> Void) rethrows {
        var start = 0
        while let end = chunk.firstLineFeed(from: start) {
            let rest = chunk.extracting(start..<end)
            if begun.isEmpty, !isTooLong, rest.byteCount <= limit {
                number += 1
                try body(number, rest)
            } else {
                extend(rest)
                try endLine(body)
            }
            start = end + 1
        }
        extend(chunk.extracting(start..<chunk.byteCount))
    }

    /// Hands out a last line that no line feed ends.
    mutating func finish(_ body: (Int, RawSpan?) throws -> Void) rethrows {
        if isTooLong || !begun.isEmpty { try endLine(body) }
    }

    private mutating func extend(_ part: RawSpan) {
        if begun.count + part.byteCount > limit { isTooLong = true }
        if isTooLong {
            begun = []
        } else {
            part.withUnsafeBytes { begun.append(contentsOf: $0) }
        }
    }

    private mutating func endLine(_ body: (Int, RawSpan?) throws -> Void) rethrows {
        number += 1
        let line = begun
        let wasTooLong = isTooLong
        begun.removeAll(keepingCapacity: line.count < 1 << 20)
        isTooLong = false
        try body(number, wasTooLong ? nil : line.span.bytes)
    }
}

extension RawSpan {
    fileprivate func firstLineFeed(from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
