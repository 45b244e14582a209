import WaybillInterchange

/// Spells a request in another way that means the same: members in another order, tools listed otherwise, numbers and line endings written
/// otherwise, space in between.
///
/// What a model can see, and what users and models wrote, stays as it is.
struct RandomSpelling {
    private var random: SeededGenerator
    private var text = ""

    /// Spells a request.
    static func spell(_ request: JSONValue, seed: UInt64) -> String {
        var spelling = RandomSpelling(random: SeededGenerator(seed: seed))
        spelling.write(request, as: .request)
        return spelling.text
    }

    private enum Place {
        /// Members that programs alone read.
        case request
        /// A list whose order does not count.
        case tools
        /// An object of schemas, or of vendor extras.
        case schema(SchemaContent)
        /// Text that is the same in every call.
        case staticText
        /// What is not touched.
        case verbatim

        func under(_ key: String) -> Place {
            switch self {
            case .request:
                switch key {
                case "tools": .tools
                case "parameters", "schema", "extras": .schema(.schema)
                case "instructions", "description", "input", "answer", "title", "text": .staticText
                case "conversation", "late_context": .verbatim
                default: .request
                }
            case .tools: .request
            case .schema(let content) where content == .schema && key == "description": .staticText
            case .schema(let content): .schema(content.under(key))
            case .staticText, .verbatim: self
            }
        }
    }

    private mutating func write(_ value: JSONValue, as place: Place) {
        space()
        switch (value, place) {
        case (_, .verbatim): text += value.text()
        case (.number(let number), _): text += spelled(number)
        case (.string(let words), .staticText): text += JSONValue.string(spelled(words)).text()
        case (.array(let elements), .tools): write(elements.shuffled(using: &random), as: .request)
        case (.array(let elements), .schema(let content)): write(elements, as: .schema(content.ofElements))
        case (.array(let elements), _): write(elements, as: place)
        case (.object(let members), _):
            write(isOrderSeen(place) ? Array(members) : members.shuffled(using: &random), in: place)
        default: text += value.text()
        }
        space()
    }

    private func isOrderSeen(_ place: Place) -> Bool {
        if case .schema(let content) = place { content != .schema } else { false }
    }

    private mutating func write(_ elements: [JSONValue], as place: Place) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            write(element, as: place)
        }
        text += "]"
    }

    private mutating func write(_ members: [JSONObject.Element], in place: Place) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            space()
            text += JSONValue.string(member.key).text()
            space()
            text += ":"
            write(member.value, as: place.under(member.key))
        }
        text += "}"
    }

    private mutating func space() {
        if Int.random(in: 0..<4, using: &random) == 0 { text += [" ", "\n", "\t", "\r\n  "].randomElement(using: &random) ?? "" }
    }

    /// Another literal of the same value.
    private mutating func spelled(_ number: JSONNumber) -> String {
        let literal = number.literal
        let forms =
            literal.contains(".") ? ["\(literal)0", "\(literal)e0", "\(literal)E+0"] : ["\(literal).0", "\(literal)e0", "\(literal)0e-1"]
        return ([literal] + forms).randomElement(using: &random) ?? literal
    }

    private mutating func spelled(_ words: String) -> String {
        let end = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        return words.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
    }
}
