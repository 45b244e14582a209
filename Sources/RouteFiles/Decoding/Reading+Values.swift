import WaybillInterchange
import WaybillRoutes

/// Decoders of single values: each reports what is wrong with a value and then returns `nil`.
extension Reading {
    /// Text, quoted or not.
    ///
    /// What other readers of YAML take for a flag or a number is text where text is asked for.
    func text(_ node: YAMLNode) -> String? {
        switch node.content {
        case .invalid: return nil
        case .scalar(let text, _) where !node.isNull: return text
        case .scalar:
            error("a text is missing here", at: node.location)
            return nil
        default:
            error("a text is expected here", at: node.location)
            return nil
        }
    }

    /// Text with at least one character.
    func word(_ node: YAMLNode) -> String? {
        guard let text = text(node) else { return nil }
        guard !text.isEmpty else {
            error("this text must not be empty", at: node.location)
            return nil
        }
        return text
    }

    /// `true` or `false`.
    func flag(_ node: YAMLNode) -> Bool? {
        guard let text = plain(node, "true or false") else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            error("\(quoted(text)) is neither true nor false", at: node.location)
            return nil
        }
    }

    /// A whole number in a range.
    func whole(_ node: YAMLNode, in range: ClosedRange<Int>) -> Int? {
        guard let text = plain(node, "a whole number") else { return nil }
        guard let number = Int(text), text.first != "+" else {
            error("\(quoted(text)) is not a whole number", at: node.location)
            return nil
        }
        guard range.contains(number) else {
            error("\(number) is not \(rangeText(range))", at: node.location)
            return nil
        }
        return number
    }

    /// A number between two whole bounds.
    func number(_ node: YAMLNode, in range: ClosedRange<Double>, aboveLowerBound: Bool = false) -> Double? {
        guard let text = plain(node, "a number") else { return nil }
        guard let literal = JSONNumber(literal: text), let number = Double(literal.literal) else {
            error("\(quoted(text)) is not a number", at: node.location)
            return nil
        }
        guard range.contains(number), !(aboveLowerBound && number == range.lowerBound) else {
            let (lower, upper) = (Int(range.lowerBound), Int(range.upperBound))
            error("\(text) is not \(aboveLowerBound ? "above \(lower) and at most" : "between \(lower) and") \(upper)", at: node.location)
            return nil
        }
        return number
    }

    /// A number of tokens or requests, at least 1, with `k` or `M`.
    func count(_ node: YAMLNode) -> Int? {
        guard let count = measured(node, "a count such as 1500, 400k or 2M", Units.count) else { return nil }
        guard count > 0 else {
            error("this count must be at least 1", at: node.location)
            return nil
        }
        return count
    }

    /// A length of time with its unit, longer than nothing.
    func duration(_ node: YAMLNode) -> Duration? {
        guard let duration = durationOrZero(node) else { return nil }
        guard duration > .zero else {
            error("this time must be longer than 0", at: node.location)
            return nil
        }
        return duration
    }

    /// A length of time with its unit, which may be nothing.
    func durationOrZero(_ node: YAMLNode) -> Duration? { measured(node, "a length of time such as 500ms, 20s or 5m", Units.duration) }

    /// An amount of money above nothing.
    func money(_ node: YAMLNode) -> Money? {
        guard let amount = measured(node, "an amount such as $0.002", Units.money) else { return nil }
        guard amount > .zero else {
            error("this amount must be more than $0", at: node.location)
            return nil
        }
        return amount
    }

    /// A share above nothing.
    func share(_ node: YAMLNode) -> Share? { measured(node, "a share such as 5%", Units.share) }

    /// A price per million tokens, in microdollars.
    func price(_ node: YAMLNode) -> Int? { measured(node, "a price per million tokens such as $0.75", Units.price) }

    /// A day, `YYYY-MM-DD`.
    func day(_ node: YAMLNode) -> String? { measured(node, "a day such as 2027-04-01", Units.day) }

    /// One of a closed list of words.
    func choice<Word: RawRepresentable<String> & CaseIterable>(_ node: YAMLNode, of type: Word.Type = Word.self) -> Word? {
        choice(node, among: Word.allCases.map { ($0.rawValue, $0) })
    }

    /// One of the words of an open vocabulary that have a meaning here.
    func choice<Word: OpenVocabulary>(_ node: YAMLNode, among words: [Word]) -> Word? {
        choice(node, among: words.map { ($0.rawValue, $0) })
    }

    /// The value that a word stands for.
    ///
    /// - Parameter otherwise: What else than a word can be written, in the words of a message.
    func choice<Value>(_ node: YAMLNode, among words: [(name: String, value: Value)], otherwise: String? = nil) -> Value? {
        let names = words.map(\.name)
        let expected = alternatives(names, otherwise: otherwise)
        guard let text = singleValue(node, expected) else { return nil }
        if let word = words.first(where: { $0.name == text }) { return word.value }
        let hint = nearestWord(to: text, among: names).map { "did you mean '\($0)'?" } ?? "it can be \(expected)"
        error("\(quoted(text)) is unknown here; \(hint)", at: node.location)
        return nil
    }

    /// The items of a list, those at fault left out.
    func list<Value>(_ node: YAMLNode, _ decode: (YAMLNode) -> Value?) -> [Value]? {
        switch node.content {
        case .invalid: return nil
        case .sequence(let items): return items.compactMap(decode)
        case .scalar(let text, _):
            let isShort = text.utf8.count <= 60 && !text.contains("\n") && !SecretMask.looksLikeKey(text)
            error("a list is expected here; write [\(isShort ? text : "…")]", at: node.location)
            return nil
        case .mapping:
            error("a list is expected here, not a mapping; write '-' before each item", at: node.location)
            return nil
        }
    }

    /// The text of an unquoted value that is no text.
    private func plain(_ node: YAMLNode, _ expected: String) -> String? {
        guard let text = singleValue(node, expected) else { return nil }
        if case .scalar(_, isPlain: false) = node.content {
            error("\(quoted(text)) is text, since it is quoted; \(expected) is expected here, without quotes", at: node.location)
            return nil
        }
        return text
    }

    /// The text of a single value.
    private func singleValue(_ node: YAMLNode, _ expected: String) -> String? {
        switch node.content {
        case .invalid: return nil
        case .scalar(let text, _) where !node.isNull: return text
        case .scalar:
            error("a value is missing; \(expected) is expected here", at: node.location)
            return nil
        case .sequence:
            error("\(expected) is expected here, not a list", at: node.location)
            return nil
        case .mapping:
            error("\(expected) is expected here, not a mapping", at: node.location)
            return nil
        }
    }

    private func measured<Value>(_ node: YAMLNode, _ expected: String, _ read: (String) throws(UnitProblem) -> Value) -> Value? {
        guard let text = plain(node, expected) else { return nil }
        do throws(UnitProblem) {
            return try read(text)
        } catch {
            self.error("\(quoted(text)) \(error.reason)", at: node.location)
            return nil
        }
    }

    private func rangeText(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max ? "\(range.lowerBound) or more" : "between \(range.lowerBound) and \(range.upperBound)"
    }
}
