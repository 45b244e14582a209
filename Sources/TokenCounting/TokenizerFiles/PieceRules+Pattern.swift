/// Which regular expressions say what ``PieceRules`` say.
///
/// Only spellings that provably cut every text alike are known. What may differ is written out as the quantifiers that are allowed: a possessive one
/// (`?+`) where nothing that follows could use what it does not give back.
extension PieceRules {
    /// The rules that a regular expression says; `nil` if it says others.
    init?(pattern text: String) {
        guard let pattern = SplitPattern(text) else { return nil }
        var alternatives = pattern.alternatives[...]
        var contractions = Contractions.none
        if alternatives.first?.fits([.contractions([""])]) == true {
            alternatives.removeFirst()
            contractions = .piece
        }
        guard let word = Self.takeWord(&alternatives), word.takesSuffix == false || contractions == .none else { return nil }
        if word.takesSuffix { contractions = .suffix }
        guard alternatives.count == 5, let digits = Self.digits(alternatives.removeFirst()),
            let slash = Self.slash(alternatives.removeFirst(), marksInWords: word.holdsMarks),
            Self.isWhiteSpace(Array(alternatives))
        else { return nil }
        self.init(
            contractions: contractions, splitsCase: word.splitsCase, digits: digits, slashAfterPunctuation: slash,
            marksInWords: word.holdsMarks)
    }

    private struct Word {
        var splitsCase = false
        var holdsMarks = false
        var takesSuffix = false
    }

    /// Takes the alternatives that are words: one, or two where words end where the case changes.
    private static func takeWord(_ alternatives: inout ArraySlice<[SplitPattern.Element]>) -> Word? {
        guard let first = alternatives.popFirst() else { return nil }
        if first.fits([.beforeWord(["?", "?+"]), .set(["\\p{L}"], ["+", "++"])]) { return Word() }
        if first.fits([.beforeWord(["?"]), .set(["\\p{L}", "\\p{M}"], ["+", "++"])]) { return Word(holdsMarks: true) }
        guard let second = alternatives.popFirst() else { return nil }
        let upper: Set = ["\\p{Lu}", "\\p{Lt}", "\\p{Lm}", "\\p{Lo}", "\\p{M}"]
        let lower: Set = ["\\p{Ll}", "\\p{Lm}", "\\p{Lo}", "\\p{M}"]
        for suffix in [[], [Template.contractions(["?", "?+"])]] {
            if first.fits([.beforeWord(["?"]), .set(upper, ["*"]), .set(lower, ["+"])] + suffix),
                second.fits([.beforeWord(["?"]), .set(upper, ["+"]), .set(lower, ["*"])] + suffix)
            {
                return Word(splitsCase: true, takesSuffix: !suffix.isEmpty)
            }
        }
        return nil
    }

    /// How many numbers make a piece.
    private static func digits(_ alternative: [SplitPattern.Element]) -> Int? {
        if alternative.fits([.set(["\\p{N}"], [""])]) { return 1 }
        // Not `{1,3}+`, which to some libraries is any number of them.
        return alternative.fits([.set(["\\p{N}"], ["{1,3}"])]) ? 3 : nil
    }

    /// Whether `/` may end punctuation; `nil` if this is no punctuation.
    private static func slash(_ alternative: [SplitPattern.Element], marksInWords: Bool) -> Bool? {
        let others: Set = marksInWords ? ["\\s", "\\p{L}", "\\p{M}", "\\p{N}"] : ["\\s", "\\p{L}", "\\p{N}"]
        let punctuation = [Template.set([" "], ["?", "?+"]), .set(others, isNegated: true, ["+", "++"])]
        if alternative.fits(punctuation + [.set(["\\r", "\\n"], ["*", "*+"])]) { return false }
        return alternative.fits(punctuation + [.set(["\\r", "\\n", "/"], ["*", "*+"])]) ? true : nil
    }

    private static func isWhiteSpace(_ alternatives: [[SplitPattern.Element]]) -> Bool {
        alternatives.count == 3
            && alternatives[0].fits([.set(["\\s"], ["*"]), .set(["\\r", "\\n"], ["", "+", "++"])])
            && alternatives[1].fits([.set(["\\s"], ["+"]), .beforeSpace])
            // Only a single one comes so far: of more, the alternative before takes all but one.
            && alternatives[2].fits([.set(["\\s"], ["", "+", "++"])])
    }
}

/// An element that is wanted, with the quantifiers that mean the same there.
private struct Template {
    let atom: SplitPattern.Atom
    let quantifiers: [String]

    static func set(_ parts: Set<String>, isNegated: Bool = false, _ quantifiers: [String]) -> Template {
        Template(atom: .character(parts, isNegated: isNegated), quantifiers: quantifiers)
    }

    /// `[^\r\n\p{L}\p{N}]`.
    static func beforeWord(_ quantifiers: [String]) -> Template {
        set(["\\r", "\\n", "\\p{L}", "\\p{N}"], isNegated: true, quantifiers)
    }

    static func contractions(_ quantifiers: [String]) -> Template {
        Template(atom: .word(["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]), quantifiers: quantifiers)
    }

    static let beforeSpace = Template(atom: .beforeSpace, quantifiers: [""])
}

extension [SplitPattern.Element] {
    /// Whether these are the elements that are wanted.
    fileprivate func fits(_ templates: [Template]) -> Bool {
        count == templates.count && zip(self, templates).allSatisfy { $0.atom == $1.atom && $1.quantifiers.contains($0.quantifier) }
    }
}
