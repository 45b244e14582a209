/// A pattern taken apart.
indirect enum PatternSyntax: Sendable {
    /// One scalar out of a set.
    case one(ScalarSet)
    /// A place rather than a scalar.
    case assertion(PatternAssertion)
    /// One after the other.
    case sequence([PatternSyntax])
    /// One or the other.
    case choice([PatternSyntax])
    /// So many times; `nil`: without end.
    case repeated(PatternSyntax, least: Int, most: Int?)
}

/// What a pattern says of a place in a text.
enum PatternAssertion: Sendable, Hashable {
    /// `^`
    case start
    /// `$`
    case end
    /// `\b`
    case wordBoundary
    /// `\B`
    case noWordBoundary
}

/// Reads a regular expression of ECMA-262, as with its flag `u`.
///
/// Only what can be matched in linear time is read; for the rest (lookaround, back references, `\p`) and for what is broken it gives up.
struct PatternParser {
    /// The pattern is not one that can be matched here.
    struct Unsupported: Error {}

    private static let deepest = 50
    private static let mostRepetitions = 1_000

    private var rest: ArraySlice<Unicode.Scalar>
    private var depth = 0

    init(_ pattern: String) { rest = Array(pattern.unicodeScalars)[...] }

    mutating func parse() throws(Unsupported) -> PatternSyntax {
        let syntax = try choice()
        guard rest.isEmpty else { throw Unsupported() }
        return syntax
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func next() throws(Unsupported) -> Unicode.Scalar {
        guard let scalar = rest.popFirst() else { throw Unsupported() }
        return scalar
    }

    private mutating func choice() throws(Unsupported) -> PatternSyntax {
        depth += 1
        guard depth <= Self.deepest else { throw Unsupported() }
        defer { depth -= 1 }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Unsupported) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = rest.first, scalar != "|", scalar != ")" {
            let atom = try atom()
            guard let (least, most) = try quantifier() else {
                parts.append(atom)
                continue
            }
            if case .assertion = atom { throw Unsupported() }
            parts.append(.repeated(atom, least: least, most: most))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws(Unsupported) -> PatternSyntax {
        switch try next() {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .one(.anyButLineEnds)
        case "[": return .one(try scalarClass())
        case "(": return try group()
        case "\\":
            if take("b") { return .assertion(.wordBoundary) }
            if take("B") { return .assertion(.noWordBoundary) }
            return .one(try escape())
        case "*", "+", "?", "{": throw Unsupported()
        case let scalar: return .one(ScalarSet(scalar.value))
        }
    }

    private mutating func group() throws(Unsupported) -> PatternSyntax {
        if take("?") {
            if take("<") {
                // A name matters only to those who ask for the group; `<=` and `<!` look behind.
                guard let first = rest.first, first.isWord, !first.isDigit else { throw Unsupported() }
                while let scalar = rest.first, scalar.isWord { rest.removeFirst() }
                guard take(">") else { throw Unsupported() }
            } else if !take(":") {
                throw Unsupported()
            }
        }
        let inside = try choice()
        guard take(")") else { throw Unsupported() }
        return inside
    }

    private mutating func quantifier() throws(Unsupported) -> (least: Int, most: Int?)? {
        let range: (Int, Int?)
        switch rest.first {
        case "*": range = (0, nil)
        case "+": range = (1, nil)
        case "?": range = (0, 1)
        case "{":
            rest.removeFirst()
            range = try bounds()
            // Lazy or greedy: what fits is the same.
            _ = take("?")
            return range
        default: return nil
        }
        rest.removeFirst()
        _ = take("?")
        return range
    }

    /// What follows `{`.
    private mutating func bounds() throws(Unsupported) -> (Int, Int?) {
        let least = try count()
        var most: Int? = least
        if take(",") { most = rest.first == "}" ? nil : try count() }
        guard take("}"), most.map({ least <= $0 }) ?? true else { throw Unsupported() }
        return (least, most)
    }

    private mutating func count() throws(Unsupported) -> Int {
        let digits = rest.prefix { $0.isDigit }
        rest.removeFirst(digits.count)
        guard digits.count <= 4, let value = Int(String(String.UnicodeScalarView(digits))), value <= Self.mostRepetitions else {
            throw Unsupported()
        }
        return value
    }

    /// What follows `[`.
    private mutating func scalarClass() throws(Unsupported) -> ScalarSet {
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !take("]") {
            let set = try classAtom()
            guard rest.first == "-", rest.dropFirst().first != "]" else {
                ranges += set.ranges
                continue
            }
            rest.removeFirst()
            // A range runs from one scalar to another, never from or to a set such as `\d`.
            guard let from = set.only, let to = try classAtom().only, from <= to else { throw Unsupported() }
            ranges.append(from...to)
        }
        let set = ScalarSet(ranges)
        return isInverted ? set.inverted : set
    }

    private mutating func classAtom() throws(Unsupported) -> ScalarSet {
        let scalar = try next()
        guard scalar == "\\" else { return ScalarSet(scalar.value) }
        return take("b") ? ScalarSet(8) : try escape()
    }

    /// What follows `\`, where it stands for scalars.
    private mutating func escape() throws(Unsupported) -> ScalarSet {
        let scalar = try next()
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "w": return .word
        case "W": return ScalarSet.word.inverted
        case "s": return .space
        case "S": return ScalarSet.space.inverted
        case "t": return ScalarSet(9)
        case "n": return ScalarSet(10)
        case "v": return ScalarSet(11)
        case "f": return ScalarSet(12)
        case "r": return ScalarSet(13)
        case "0" where rest.first.map { !$0.isDigit } ?? true: return ScalarSet(0)
        case "x": return ScalarSet(try hexadecimal(digits: 2))
        case "u": return ScalarSet(try unicodeEscape())
        default:
            // Letters and digits mean something else, or nothing.
            guard scalar.isASCII, !scalar.isWord || scalar == "_" else { throw Unsupported() }
            return ScalarSet(scalar.value)
        }
    }

    private mutating func unicodeEscape() throws(Unsupported) -> UInt32 {
        if take("{") {
            let digits = rest.prefix { $0 != "}" }
            rest.removeFirst(digits.count)
            guard take("}"), digits.count <= 8, let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
                Unicode.Scalar(value) != nil
            else { throw Unsupported() }
            return value
        }
        let unit = try hexadecimal(digits: 4)
        guard (0xd800...0xdbff).contains(unit) else {
            guard Unicode.Scalar(unit) != nil else { throw Unsupported() }
            return unit
        }
        guard take("\\"), take("u") else { throw Unsupported() }
        let low = try hexadecimal(digits: 4)
        guard (0xdc00...0xdfff).contains(low) else { throw Unsupported() }
        return 0x1_0000 + (unit - 0xd800) << 10 + (low - 0xdc00)
    }

    private mutating func hexadecimal(digits count: Int) throws(Unsupported) -> UInt32 {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(\.properties.isASCIIHexDigit),
            let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
        else { throw Unsupported() }
        rest.removeFirst(count)
        return value
    }
}

extension ScalarSet {
    /// The scalar, where there is exactly one.
    fileprivate var only: UInt32? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ScalarSet.digits.contains(value) }
    fileprivate var isWord: Bool { ScalarSet.word.contains(value) }
}
