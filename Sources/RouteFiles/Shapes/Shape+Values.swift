import WaybillInterchange
import WaybillRoutes

/// Single values: each reports what is wrong with a value and then reads `nil`.
extension Shape where Value == String {
    /// Text, quoted or not.
    ///
    /// What other readers of YAML take for a flag or a number is text where text is asked for.
    static var text: Shape {
        Shape(.text()) { node, reading in
            switch node.content {
            case .invalid: return nil
            case .scalar(let text, _) where !node.isNull: return text
            case .scalar: reading.report(ValueFault.missingValue, "a text is missing here", at: node.location)
            default: reading.report(ValueFault.wrongKind, "a text is expected here", at: node.location)
            }
            return nil
        }
    }

    /// Text with at least one character.
    static var word: Shape {
        Shape(.text(["minLength": 1])) { node, reading in
            guard let text = text.read(node, reading) else { return nil }
            if text.isEmpty { reading.report(ValueFault.emptyText, "this text must not be empty", at: node.location) }
            return text.isEmpty ? nil : text
        }
    }

    /// A path; one that is not absolute is relative to the file in which it stands.
    static var path: Shape {
        Shape(.named("path", word.schema)) { node, reading in
            word.read(node, reading).map { joinedPath(folder: folder(of: node.location.file), $0) }
        }
    }

    /// A word that is not limited to the known ones; but what is nearly one of these is taken for misspelled.
    static func openWord(near known: [String]) -> Shape {
        Shape(.either([.words(known), word.schema])) { node, reading in
            guard let text = word.read(node, reading), !known.contains(text), let near = nearestWord(to: text, among: known) else {
                return word.read(node, reading)
            }
            reading.report(ValueFault.unknownWord, DiagnosticMessage("\(quoted(text)) is unknown here").suggesting(near), at: node.location)
            return nil
        }
    }

    /// A day, `YYYY-MM-DD`.
    static var day: Shape {
        .measured("a day such as 2027-04-01", .pattern("day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), Units.day)
    }
}

extension Shape where Value == Bool {
    /// `true` or `false`.
    static var flag: Shape {
        Shape(.value(words: "flag", ["type": "boolean"])) { node, reading in
            guard let text = reading.plain(node, "true or false") else { return nil }
            if text == "true" || text == "false" { return text == "true" }
            reading.report(ValueFault.wrongKind, "\(quoted(text)) is neither true nor false", at: node.location)
            return nil
        }
    }
}

extension Shape where Value == Int {
    /// A whole number in a range.
    static func whole(in range: ClosedRange<Int>) -> Shape {
        Shape(.whole(range)) { node, reading in
            guard let text = reading.plain(node, "a whole number") else { return nil }
            guard let number = Int(text), text.first != "+" else {
                reading.report(ValueFault.wrongKind, "\(quoted(text)) is not a whole number", at: node.location)
                return nil
            }
            guard range.contains(number) else {
                let bounds =
                    range.upperBound == .max ? "\(range.lowerBound) or more" : "between \(range.lowerBound) and \(range.upperBound)"
                reading.report(ValueFault.outOfRange, "\(number) is not \(bounds)", at: node.location)
                return nil
            }
            return number
        }
    }

    /// A number of tokens or requests, at least 1, with `k` or `M`.
    static var count: Shape {
        .measured("a count such as 1500, 400k or 2M", .count, Units.count)
            .checked { count, node, reading in
                if count < 1 { reading.report(ValueFault.outOfRange, "this count must be at least 1", at: node.location) }
                return count >= 1
            }
    }

    /// A price per million tokens, in microdollars.
    static var tokenPrice: Shape {
        .measured("a price per million tokens such as $0.75", .pattern("price", "^\\$[0-9]+(\\.[0-9]+)?$"), Units.price)
    }
}

extension Shape where Value == Double {
    /// A number between two whole bounds.
    static func number(in range: ClosedRange<Double>, aboveLowerBound: Bool = false) -> Shape {
        Shape(.number(range, aboveLowerBound: aboveLowerBound)) { node, reading in
            guard let text = reading.plain(node, "a number") else { return nil }
            guard let literal = JSONNumber(literal: text), let number = Double(literal.literal) else {
                reading.report(ValueFault.wrongKind, "\(quoted(text)) is not a number", at: node.location)
                return nil
            }
            guard range.contains(number), !(aboveLowerBound && number == range.lowerBound) else {
                let (lower, upper) = (Int(range.lowerBound), Int(range.upperBound))
                let bounds = aboveLowerBound ? "above \(lower) and at most \(upper)" : "between \(lower) and \(upper)"
                reading.report(ValueFault.outOfRange, "\(text) is not \(bounds)", at: node.location)
                return nil
            }
            return number
        }
    }
}

extension Shape where Value == Duration {
    /// A length of time with its unit, longer than nothing.
    static var duration: Shape {
        durationOrZero.described(as: "time")
            .checked { duration, node, reading in
                if duration <= .zero { reading.report(ValueFault.outOfRange, "this time must be longer than 0", at: node.location) }
                return duration > .zero
            }
    }

    /// A length of time with its unit, which may be nothing.
    static var durationOrZero: Shape {
        .measured(
            "a length of time such as 500ms, 20s or 5m", .pattern("time, or `0s`", "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$"), Units.duration)
    }
}

extension Shape where Value == Money {
    /// An amount of money above nothing.
    static var money: Shape {
        moneyOrNothing
            .checked { amount, node, reading in
                if amount <= .zero { reading.report(ValueFault.outOfRange, "this amount must be more than $0", at: node.location) }
                return amount > .zero
            }
    }

    /// An amount of money, which may be nothing.
    static var moneyOrNothing: Shape {
        .measured("an amount such as $0.002", .pattern("money", "^\\$[0-9]+(\\.[0-9]+)?$"), Units.money)
    }
}

extension Shape where Value == Share {
    /// A share above nothing.
    static var share: Shape { percent("a share such as 5%", Units.share) }

    /// A share above nothing that may be more than the whole.
    static var factor: Shape { percent("a share such as 50%", Units.factor) }

    private static func percent(_ expected: String, _ read: @escaping (String) throws(UnitProblem) -> Share) -> Shape {
        .measured(expected, .pattern("share", "^[0-9]+(\\.[0-9]+)?%$"), read)
    }
}

extension Shape where Value == JSONValue {
    /// Any value, as JSON.
    static var json: Shape {
        Shape(.value(words: "any value", [:])) { node, reading in reading.json(node) }
    }
}

extension Shape {
    /// A number with a unit.
    fileprivate static func measured(
        _ expected: String, _ schema: @autoclosure @escaping () -> ValueSchema, _ read: @escaping (String) throws(UnitProblem) -> Value
    ) -> Shape {
        Shape(schema()) { node, reading in
            guard let text = reading.plain(node, expected) else { return nil }
            do throws(UnitProblem) {
                return try read(text)
            } catch {
                let message = DiagnosticMessage("\(quoted(text)) \(error.reason)", replacement: error.replacement)
                reading.report(error.fault, message, at: node.location)
                return nil
            }
        }
    }
}

extension Reading {
    /// The text of an unquoted value that is no text.
    func plain(_ node: YAMLNode, _ expected: String) -> String? {
        guard let text = singleValue(node, expected) else { return nil }
        guard case .scalar(_, isPlain: false) = node.content else { return text }
        let message = "\(quoted(text)) is text, since it is quoted; \(expected) is expected here, without quotes"
        report(ValueFault.quotedValue, DiagnosticMessage(message, replacement: plainReplacement(text)), at: node.location)
        return nil
    }

    /// A quoted text without its quotes, if it is one word that needs none.
    private func plainReplacement(_ text: String) -> String? {
        let isWord = !text.isEmpty && text.utf8.allSatisfy { "0123456789.$%-abcdefghijklmnopqrstuvwxyzkM".utf8.contains($0) }
        return isWord && !SecretMask.looksLikeKey(text) ? text : nil
    }

    /// The text of a single value.
    func singleValue(_ node: YAMLNode, _ expected: @autoclosure () -> String) -> String? {
        switch node.content {
        case .invalid: return nil
        case .scalar(let text, _) where !node.isNull: return text
        case .scalar: report(ValueFault.missingValue, "a value is missing; \(expected()) is expected here", at: node.location)
        case .sequence: report(ValueFault.wrongKind, "\(expected()) is expected here, not a list", at: node.location)
        case .mapping: report(ValueFault.wrongKind, "\(expected()) is expected here, not a mapping", at: node.location)
        }
        return nil
    }
}
