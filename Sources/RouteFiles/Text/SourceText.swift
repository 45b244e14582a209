import WaybillInterchange

/// The text of a file that was read, for showing the lines that diagnostics speak of.
///
/// What must not be shown (a key that somebody wrote into the file) is marked and never leaves this value.
public struct SourceText: Sendable {
    /// The file's path as it was given.
    public let file: String
    private let scalars: [Unicode.Scalar]
    /// Where each line begins, as an offset into `scalars`.
    private let lineStarts: [Int]
    private var secrets: [Range<Int>] = []
    /// The single values and keys in the order of the file.
    private var words: [Range<Int>] = []

    /// Takes the text of a file.
    ///
    /// Lines end with LF, CR or CRLF.
    init(file: String, text: String) {
        self.file = file
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for (offset, scalar) in scalars.enumerated() {
            let isBreak = scalar == "\n" || (scalar == "\r" && !(offset + 1 < scalars.count && scalars[offset + 1] == "\n"))
            if isBreak { starts.append(offset + 1) }
        }
        lineStarts = starts
    }

    /// The place of a scalar; offsets beyond the end stand for the end.
    func location(ofScalar offset: Int) -> SourceLocation {
        let offset = min(offset, scalars.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourceLocation(file: file, line: low + 1, column: offset - lineStarts[low] + 1)
    }

    /// Takes note of where the single values and keys are, in the order of the file.
    mutating func know(words: [Range<Int>]) { self.words = words }

    /// The place after the value or key that begins at a place; after one letter where none begins there.
    func end(ofWordAt place: SourceLocation) -> SourceLocation? {
        guard lineStarts.indices.contains(place.line - 1) else { return nil }
        let offset = lineStarts[place.line - 1] + place.column - 1
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        let isWord = low < words.count && words[low].lowerBound == offset
        return location(ofScalar: isWord ? words[low].upperBound : offset + 1)
    }

    /// The scalar at an offset; `nil` at the end.
    func scalar(at offset: Int) -> Unicode.Scalar? { scalars.indices.contains(offset) ? scalars[offset] : nil }

    /// Marks a stretch that must never be shown.
    mutating func hide(_ range: Range<Int>) {
        secrets.append(range.clamped(to: 0..<scalars.count))
    }

    /// A line without its end, each scalar with whether it may be shown; `nil` where there is no such line.
    func line(_ number: Int) -> [(scalar: Unicode.Scalar, isSecret: Bool)]? {
        guard lineStarts.indices.contains(number - 1) else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : scalars.count
        while end > start, scalars[end - 1] == "\n" || scalars[end - 1] == "\r" { end -= 1 }
        let hidden = secrets.filter { $0.overlaps(start..<end) }
        return (start..<end).map { offset in (scalars[offset], hidden.contains { $0.contains(offset) }) }
    }
}
