@testable import WaybillTokenCounting

/// A tokenizer that is nothing but its definition: the published regular expression, then merge after merge.
struct ReferenceTokenizer {
    private let pattern: Pattern
    private let classes = ScalarClasses()

    init(_ rules: PieceRules) { pattern = Self.pattern(rules) }

    /// The pieces of a text.
    func pieces(_ text: String) -> [[UInt8]] {
        let scalars = text.unicodeScalars.map { ClassifiedScalar($0, classes) }
        var pieces: [[UInt8]] = []
        var start = 0
        while start < scalars.count {
            let end = pattern.match(scalars, start) { $0 } ?? start + 1
            pieces.append(scalars[start..<end].flatMap { Array(String($0.scalar).utf8) })
            start = end
        }
        return pieces
    }

    /// The tokens of a piece.
    static func tokens(_ piece: [UInt8], ranks: [[UInt8]: Int]) -> [Int] {
        var parts = piece.map { [$0] }
        while parts.count > 1 {
            let merges = (0..<parts.count - 1).map { ranks[parts[$0] + parts[$0 + 1]] ?? .max }
            guard let first = merges.min(), first < .max, let place = merges.firstIndex(of: first) else { break }
            parts[place...place + 1] = [parts[place] + parts[place + 1]]
        }
        return parts.compactMap { ranks[$0] }
    }

    /// The parts of a piece, of whose neighbours the pair of the least rank is merged first.
    static func parts(_ piece: [UInt8], ranks: [[[UInt8]]: Int]) -> [[UInt8]] {
        var parts = piece.map { [$0] }
        while parts.count > 1 {
            let merges = (0..<parts.count - 1).map { ranks[[parts[$0], parts[$0 + 1]]] ?? .max }
            guard let first = merges.min(), first < .max, let place = merges.firstIndex(of: first) else { break }
            parts[place...place + 1] = [parts[place] + parts[place + 1]]
        }
        return parts
    }

    // MARK: The regular expressions

    private static let all: Set<ScalarClass> = [.other, .upper, .lower, .uncased, .mark, .number, .blank, .lineBreak]
    private static let letters: Set<ScalarClass> = [.upper, .lower, .uncased]
    private static let spaces: Set<ScalarClass> = [.blank, .lineBreak]

    private static func pattern(_ rules: PieceRules) -> Pattern {
        let beforeWord = Pattern.optional(.scalar(all.subtracting(letters).subtracting([.number, .lineBreak])))
        let contraction = Pattern.alternatives(["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(Pattern.text))
        var alternatives: [Pattern] = rules.contractions == .piece ? [contraction] : []
        if rules.splitsCase {
            let upper = Pattern.scalar([.upper, .uncased, .mark])
            let lower = Pattern.scalar([.lower, .uncased, .mark])
            let suffix = rules.contractions == .suffix ? Pattern.optional(contraction) : .sequence([])
            alternatives.append(.sequence([beforeWord, .any(upper), .some(lower), suffix]))
            alternatives.append(.sequence([beforeWord, .some(upper), .any(lower), suffix]))
        } else {
            alternatives.append(.sequence([beforeWord, .some(.scalar(rules.marksInWords ? letters.union([.mark]) : letters))]))
        }
        alternatives.append(.repeated(.scalar([.number]), least: 1, most: rules.digits))
        let tail: Set<Unicode.Scalar> = rules.slashAfterPunctuation ? ["\r", "\n", "/"] : ["\r", "\n"]
        let punctuation: Set<ScalarClass> = rules.marksInWords ? [.other] : [.other, .mark]
        alternatives.append(.sequence([.optional(.anyOf([" "])), .some(.scalar(punctuation)), .any(.anyOf(tail))]))
        alternatives.append(.sequence([.any(.scalar(spaces)), .some(.scalar([.lineBreak]))]))
        alternatives.append(.sequence([.some(.scalar(spaces)), .notBefore(all.subtracting(spaces))]))
        alternatives.append(.some(.scalar(spaces)))
        return .alternatives(alternatives)
    }
}
