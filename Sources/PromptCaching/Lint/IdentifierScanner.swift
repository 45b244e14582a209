/// Finds ids that look random, and numbers that count.
struct IdentifierScanner {
    let text: TextBytes

    /// Longer runs are content of some kind, such as a certificate.
    private static let longest = 128

    /// What begins at a place, where a word begins, and how far it goes.
    ///
    /// - Parameter end: Where the word ends.
    func match(at place: Int, to end: Int) -> (kind: VolatileKind, end: Int)? {
        if let end = uuid(at: place) { return (.uuid, end) }
        guard end - place <= Self.longest else { return nil }
        let run = Run(text, place..<end)
        guard run.digits > 0, run.isASCII else { return nil }
        if run.digits == run.length { return counts(place, run) ? (.counter, end) : nil }
        return run.looksRandom || isNamedAsID(place, run) ? (.identifier, end) : nil
    }

    /// `8-4-4-4-12` hexadecimal digits, unless all are zeros.
    private func uuid(at place: Int) -> Int? {
        guard text[place].isHexadecimal, place + 36 <= text.count, !text.isWord(place + 36) else { return nil }
        var hasOther = false
        for offset in 0..<36 {
            let byte = text[place + offset]
            if [8, 13, 18, 23].contains(offset) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard byte.isHexadecimal else { return nil }
                hasOther = hasOther || byte != UInt8(ascii: "0")
            }
        }
        return hasOther ? place + 36 : nil
    }

    // MARK: Names before a value

    /// Whether a number counts calls: `request number 4711`, `Session #42`, `request_id=8431`.
    private func counts(_ place: Int, _ run: Run) -> Bool {
        // Parts of larger numbers, and of dates and versions that are none of ours.
        guard run.length >= 2, !text.joinsNumbers(place - 1),
            !(text.joinsNumbers(place + run.length) && text.isDigit(place + run.length + 1)),
            let separator = separator(before: place)
        else { return false }
        let words = text.words(before: place, atMost: 2)
        guard let name = words.first else { return false }
        switch separator {
        case .equals: return isID(name, after: words.dropFirst().first) || Self.numbered.contains(name)
        case .number: return Self.counted.contains(name)
        case .blank:
            return ["number", "no", "nr", "id"].contains(name) && words.dropFirst().first.map(Self.counted.contains) ?? false
        }
    }

    /// Whether a short mixed word is the value of an id: `trace id: 4f9a02bc`.
    private func isNamedAsID(_ place: Int, _ run: Run) -> Bool {
        guard run.length >= 6, run.digits >= 2, let separator = separator(before: place) else { return false }
        let words = text.words(before: place, atMost: 2)
        guard let name = words.first else { return false }
        return separator != .blank && (isID(name, after: words.dropFirst().first) || name == "nonce")
    }

    private func isID(_ name: String, after word: String?) -> Bool {
        if name == "id" { return word.map(Self.counted.contains) ?? false }
        return name.hasSuffix("id") && Self.counted.contains(String(name.dropLast(2)))
    }

    /// What has no other number than one that counts: `Call: 0800 …` is none.
    private static let numbered: Set<String> = ["request", "session", "trace", "invocation", "iteration", "counter", "nonce", "sequence"]

    /// What there is one of for each call, conversation or user.
    private static let counted: Set<String> = [
        "request", "session", "call", "visit", "run", "trace", "conversation", "correlation", "invocation", "iteration", "counter", "nonce",
        "sequence", "user", "customer", "thread", "chat", "message",
    ]

    private enum Separator {
        /// `:` or `=`.
        case equals
        /// `#`.
        case number
        case blank
    }

    /// What stands between a value and its name.
    private func separator(before place: Int) -> Separator? {
        var separator: Separator?
        var start = place
        while start > max(0, place - 8) {
            switch text[start - 1] {
            case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "."): separator = separator ?? .blank
            case UInt8(ascii: ":"), UInt8(ascii: "="): separator = .equals
            case UInt8(ascii: "#"): separator = .number
            default: return separator
            }
            start -= 1
        }
        return separator
    }
}

/// A run of letters and digits, by what kinds of them follow each other.
private struct Run {
    let length: Int
    private(set) var digits = 0
    private(set) var isASCII = true
    private var letters = 0
    private var digitRuns = 0
    private var changes = 0
    private var isHexadecimal = true

    private enum Class { case digit, upper, lower, other }

    init(_ text: TextBytes, _ range: Range<Int>) {
        length = range.count
        var last: Class?
        for place in range {
            let byte = text[place]
            let kind: Class = byte.isASCIIDigit ? .digit : byte.isUppercase ? .upper : byte.isASCIILetter ? .lower : .other
            if kind == .digit { digits += 1 } else { letters += 1 }
            if kind == .digit, last != .digit { digitRuns += 1 }
            if kind == .other { isASCII = false }
            isHexadecimal = isHexadecimal && byte.isHexadecimal
            if let last, last != kind { changes += 1 }
            last = kind
        }
    }

    /// Whether letters and digits follow each other as in no word: at least 16, and often another kind than the one before.
    var looksRandom: Bool {
        guard length >= 16, digits >= 3, letters >= 2, digitRuns >= 3 else { return false }
        return isHexadecimal || changes * 100 >= (length - 1) * 28
    }
}

extension TextBytes {
    /// Whether the byte at a place may stand within a number, a version or a date.
    fileprivate func joinsNumbers(_ place: Int) -> Bool {
        [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":")].contains(self[place])
            && isDigit(place - 1)
    }
}
