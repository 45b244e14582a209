import WaybillInterchange
import WaybillRoutes

/// Words with a meaning.
extension Shape {
    /// The value that a word stands for.
    ///
    /// - Parameter otherwise: What else than a word can be written, in the words of a message.
    static func choice(among words: [(name: String, value: Value)], otherwise: String? = nil) -> Shape {
        Shape(.words(words.map(\.name))) { node, reading in
            // Most values are right, and what else they might be is only put into words where one is not.
            var names: [String] { words.map(\.name) }
            var expected: String { alternatives(names, otherwise: otherwise) }
            guard let text = reading.singleValue(node, expected) else { return nil }
            if let word = words.first(where: { $0.name == text }) { return word.value }
            reading.report(
                ValueFault.unknownWord,
                DiagnosticMessage("\(quoted(text)) is unknown here")
                    .suggesting(nearestWord(to: text, among: names), otherwise: "it can be \(expected)"), at: node.location)
            return nil
        }
    }
}

extension Shape where Value: RawRepresentable<String> & CaseIterable {
    /// One of a closed list of words.
    static var choice: Shape { choice(among: Value.allCases.map { ($0.rawValue, $0) }) }
}

extension Shape where Value: OpenVocabulary {
    /// One of the words of an open vocabulary that have a meaning here.
    static func choice(among words: [Value]) -> Shape { choice(among: words.map { ($0.rawValue, $0) }) }
}

extension Shape where Value == ReasoningEffort {
    /// A reasoning effort.
    ///
    /// Providers add to them, so an unknown one passes, unless it is nearly a known one.
    static var effort: Shape {
        Shape<String>.openWord(near: ReasoningEffort.ascending.map(\.rawValue)).map(ReasoningEffort.init)
    }
}
