/// Finds pieces one scalar at a time.
///
/// This is ``PieceRules`` in full: every text can be cut with it. ``PieceWindow`` is faster where it applies.
struct PieceScanner {
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let rules: PieceRules
    private let classes: ScalarClasses

    /// A scanner of text that ends at `end`, which is valid UTF-8.
    @inline(__always)
    init(text: UnsafePointer<UInt8>, end: Int, rules: PieceRules, classes: ScalarClasses) {
        self.text = text
        self.end = end
        self.rules = rules
        self.classes = classes
    }

    /// Where the piece ends that begins at `start`.
    func pieceEnd(from start: Int) -> Int {
        let first = scalar(at: start)
        if rules.contractions == .piece, let end = contraction(at: start) { return end }
        if let end = rules.splitsCase ? casedWord(from: start, first) : word(from: start, first) {
            return rules.contractions == .suffix ? contraction(at: end) ?? end : end
        }
        switch first.class {
        case .number: return digits(from: start)
        case .blank, .lineBreak: return punctuation(from: start, first) ?? whiteSpace(from: start)
        default: return punctuation(from: start, first) ?? first.end
        }
    }

    private struct Scalar {
        let `class`: ScalarClass
        let end: Int
    }

    /// The class of the scalar at `position`, which must be before the end.
    @inline(__always)
    private func scalar(at position: Int) -> Scalar {
        let byte = text[position]
        if byte < 0x80 { return Scalar(class: classes[ascii: byte], end: position &+ 1) }
        let scalar = UTF8Scalar(beyondASCII: text + position)
        return Scalar(class: classes[scalar.value], end: position &+ scalar.length)
    }

    /// The end of the scalars from `start` that are as asked for.
    @inline(__always)
    private func run(from start: Int, while isPart: (ScalarClass) -> Bool) -> Int {
        var position = start
        while position < end {
            let next = scalar(at: position)
            guard isPart(next.class) else { break }
            position = next.end
        }
        return position
    }

    private func contraction(at start: Int) -> Int? {
        guard start < end, text[start] == UInt8(ascii: "'") else { return nil }
        let length = Contraction.length(at: text + start, count: end - start)
        return length == 0 ? nil : start + length
    }
}

// MARK: - Words

extension PieceScanner {
    /// A word of letters of any case: `[^\r\n\p{L}\p{N}]?\p{L}+`, with marks in words `[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+`.
    private func word(from start: Int, _ first: Scalar) -> Int? {
        if isInWord(first.class) { return run(from: first.end, while: isInWord) }
        guard first.class != .number, first.class != .lineBreak else { return nil }
        let end = run(from: first.end, while: isInWord)
        return end == first.end ? nil : end
    }

    @inline(__always)
    private func isInWord(_ class: ScalarClass) -> Bool { `class`.isLetter || rules.marksInWords && `class` == .mark }

    /// A word that changes from upper to lower case once at most: `[^\r\n\p{L}\p{N}]?` and then one of two.
    ///
    /// The first is `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`, and where that fails
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*`.
    private func casedWord(from start: Int, _ first: Scalar) -> Int? {
        if first.class.isLetter { return lowercaseEnding(from: start) ?? uppercase(from: start) }
        guard first.class != .number, first.class != .lineBreak else { return nil }
        if let end = lowercaseEnding(from: first.end) { return end }
        // A mark can be the scalar before a word, but also a word of its own.
        if first.class == .mark { return lowercaseEnding(from: start) }
        return uppercase(from: first.end)
    }

    /// The first of the two: it must end with a scalar that can be lowercase.
    private func lowercaseEnding(from start: Int) -> Int? {
        var position = start
        // Where the first part gives back what the second needs, if nothing lowercase follows it.
        var lastUncased: Int?
        while position < end {
            let next = scalar(at: position)
            switch next.class {
            case .upper: break
            case .uncased, .mark: lastUncased = next.end
            case .lower: return run(from: next.end) { $0 == .lower || $0 == .uncased || $0 == .mark }
            default: return lastUncased
            }
            position = next.end
        }
        return lastUncased
    }

    /// The second of the two, which only words without any such scalar come to.
    private func uppercase(from start: Int) -> Int? {
        let end = run(from: start) { $0 == .upper }
        return end == start ? nil : end
    }
}

// MARK: - Numbers, punctuation and white space

extension PieceScanner {
    private func digits(from start: Int) -> Int {
        var position = start
        for _ in 0..<rules.digits where position < end {
            let next = scalar(at: position)
            guard next.class == .number else { break }
            position = next.end
        }
        return position
    }

    /// Punctuation and the line breaks after it: ` ?[^\s\p{L}\p{N}]+[\r\n/]*`.
    private func punctuation(from start: Int, _ first: Scalar) -> Int? {
        let begin = text[start] == UInt8(ascii: " ") ? first.end : start
        var position = run(from: begin) { $0 == .other || $0 == .mark && !rules.marksInWords }
        guard position > begin else { return nil }
        while position < end, isTail(text[position]) { position += 1 }
        return position
    }

    @inline(__always)
    private func isTail(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || rules.slashAfterPunctuation && byte == UInt8(ascii: "/")
    }

    /// White space: `\s*[\r\n]+|\s+(?!\S)|\s+`.
    private func whiteSpace(from start: Int) -> Int {
        var position = start
        var afterLineBreak: Int?
        var last = start
        while position < end {
            let next = scalar(at: position)
            guard next.class.isWhiteSpace else { break }
            last = position
            position = next.end
            if next.class == .lineBreak { afterLineBreak = position }
        }
        if let afterLineBreak { return afterLineBreak }
        return position == end || last == start ? position : last
    }
}
