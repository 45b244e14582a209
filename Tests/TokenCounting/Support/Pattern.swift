@testable import WaybillTokenCounting

/// The part of regular expressions that pre-tokenizers use, matched as they are defined: leftmost, first alternative first, greedy, going back.
///
/// Slow, and made of nothing that the scanners are made of but the classes of scalars.
indirect enum Pattern {
    /// One scalar of these classes.
    case scalar(Set<ScalarClass>)
    /// One of these scalars.
    case anyOf(Set<Unicode.Scalar>)
    /// These scalars, whatever their case; `ſ` is an `s`.
    case text(String)
    /// As many as there are, but at least and at most so many.
    case repeated(Pattern, least: Int, most: Int)
    case sequence([Pattern])
    case alternatives([Pattern])
    /// Nothing, where no scalar of these classes follows.
    case notBefore(Set<ScalarClass>)

    static func optional(_ pattern: Pattern) -> Pattern { .repeated(pattern, least: 0, most: 1) }
    static func any(_ pattern: Pattern) -> Pattern { .repeated(pattern, least: 0, most: .max) }
    static func some(_ pattern: Pattern) -> Pattern { .repeated(pattern, least: 1, most: .max) }

    /// Where the first match from `start` ends with which `rest` can go on.
    func match(_ text: [ClassifiedScalar], _ start: Int, _ rest: (Int) -> Int?) -> Int? {
        switch self {
        case .scalar(let classes):
            return start < text.count && classes.contains(text[start].class) ? rest(start + 1) : nil
        case .anyOf(let scalars):
            return start < text.count && scalars.contains(text[start].scalar) ? rest(start + 1) : nil
        case .text(let wanted):
            let scalars = Array(wanted.unicodeScalars)
            guard start + scalars.count <= text.count else { return nil }
            let isSame = zip(scalars, text[start...]).allSatisfy { $0 == $1.folded }
            return isSame ? rest(start + scalars.count) : nil
        case .repeated(let pattern, let least, let most):
            if most > 0 {
                let fewer = Pattern.repeated(pattern, least: max(least - 1, 0), most: most == .max ? .max : most - 1)
                if let end = pattern.match(text, start, { $0 == start ? nil : fewer.match(text, $0, rest) }) { return end }
            }
            return least == 0 ? rest(start) : nil
        case .sequence(let patterns):
            guard let first = patterns.first else { return rest(start) }
            return first.match(text, start) { Pattern.sequence(Array(patterns.dropFirst())).match(text, $0, rest) }
        case .alternatives(let patterns):
            for pattern in patterns {
                if let end = pattern.match(text, start, rest) { return end }
            }
            return nil
        case .notBefore(let classes):
            return start < text.count && classes.contains(text[start].class) ? nil : rest(start)
        }
    }
}

/// A scalar and what a pattern asks of it.
struct ClassifiedScalar {
    let scalar: Unicode.Scalar
    let `class`: ScalarClass

    init(_ scalar: Unicode.Scalar, _ classes: ScalarClasses) {
        self.scalar = scalar
        self.class = classes[scalar.value]
    }

    /// In lowercase, as far as contractions need it.
    var folded: Unicode.Scalar {
        if scalar == "ſ" { return "s" }
        return scalar.isASCII ? Unicode.Scalar(String(scalar).lowercased()) ?? scalar : scalar
    }
}
