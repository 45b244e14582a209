/// The regular expression by which a tokenizer file cuts text into pieces, as far as such expressions go.
///
/// The same expression is written in several ways; those that differ in the order of sets and words alone are equal here.
struct SplitPattern {
    /// What an element matches, once.
    enum Atom: Hashable {
        /// One character that is in a set, or is not.
        ///
        /// The set holds its parts as they are written: `\p{L}`, `\r`, `/`.
        case character(Set<String>, isNegated: Bool)
        /// One of these words in any case: `(?i:'s|'t)`.
        case word(Set<String>)
        /// Nothing, where white space or the end follows: `(?!\S)`.
        case beforeSpace
    }

    /// An atom and how often it stands there: `?`, `++`, `{1,3}`, or nothing for once.
    struct Element: Hashable {
        var atom: Atom
        var quantifier: String
    }

    /// The alternatives in their order.
    private(set) var alternatives: [[Element]] = [[]]

    /// Reads an expression; `nil` if anything in it is not of these.
    init?(_ text: String) {
        var scanner = Scanner(text)
        while let next = scanner.next {
            if next == "|" {
                scanner.advance()
                alternatives.append([])
                continue
            }
            guard let atom = scanner.atom(), let quantifier = scanner.quantifier() else { return nil }
            append(Element(atom: atom, quantifier: quantifier))
        }
    }

    /// Adds an element to the last alternative; `'` and then `(?i:s|t)` are the words `(?i:'s|'t)`.
    private mutating func append(_ element: Element) {
        let last = alternatives.count - 1
        if case .word(let words) = element.atom, let before = alternatives[last].last, before.quantifier.isEmpty,
            case .character(let set, isNegated: false) = before.atom, set == ["'"]
        {
            alternatives[last].removeLast()
            let joined = Set(words.map { "'" + $0 })
            alternatives[last].append(Element(atom: .word(joined), quantifier: element.quantifier))
        } else {
            alternatives[last].append(element)
        }
    }
}

/// Reads the parts of an expression.
private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var place = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func advance() { place += 1 }

    /// Passes over a text, if it follows.
    private mutating func take(_ text: String) -> Bool {
        guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
        place += text.unicodeScalars.count
        return true
    }

    /// An atom, with which the expression must go on.
    mutating func atom() -> SplitPattern.Atom? {
        if take("(?!\\S)") { return .beforeSpace }
        if take("(?i:") { return words().map { .word($0) } }
        if take("[") { return set() }
        guard let part = part() else { return nil }
        return part == "\\S" ? .character(["\\s"], isNegated: true) : .character([part], isNegated: false)
    }

    /// The rest of a set in brackets.
    private mutating func set() -> SplitPattern.Atom? {
        let isNegated = take("^")
        var parts: Set<String> = []
        while let next, next != "]" {
            guard next != "-", next != "&", let part = part(), part != "\\S" else { return nil }
            parts.insert(part)
        }
        return take("]") ? .character(parts, isNegated: isNegated) : nil
    }

    /// A character, an escaped one or a property.
    private mutating func part() -> String? {
        guard let next, !"|()[]{}?*+^$.".unicodeScalars.contains(next) else { return nil }
        advance()
        guard next == "\\" else { return String(next) }
        guard let escaped = self.next else { return nil }
        advance()
        switch escaped {
        case "r", "n", "s", "S": return "\\" + String(escaped)
        case "/", "'": return String(escaped)
        case "p":
            guard take("{"), let end = scalars[place...].firstIndex(of: "}") else { return nil }
            defer { place = end + 1 }
            return "\\p{" + String(String.UnicodeScalarView(scalars[place..<end])) + "}"
        default: return nil
        }
    }

    /// The rest of a group of words, of which the last letter can be a set of letters.
    private mutating func words() -> Set<String>? {
        var words: Set<String> = []
        repeat {
            var word = ""
            while let next, ("a"..."z").contains(next) || next == "'" {
                word.unicodeScalars.append(next)
                advance()
            }
            if take("[") {
                guard case .character(let letters, isNegated: false)? = set() else { return nil }
                words.formUnion(letters.map { word + $0 })
            } else {
                words.insert(word)
            }
        } while take("|")
        return take(")") ? words : nil
    }

    /// How often the atom before stands there.
    mutating func quantifier() -> String? {
        let start = place
        if next == "{" {
            guard let end = scalars[place...].firstIndex(of: "}") else { return nil }
            place = end + 1
        } else if next == "?" || next == "*" || next == "+" {
            advance()
        }
        if place > start, next == "+" || next == "?" { advance() }
        return String(String.UnicodeScalarView(scalars[start..<place]))
    }
}
