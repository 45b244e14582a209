/// Readers and writers of single members, for the types that are ``JSONRepresentable``.

func asText(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> String { try json.string(at: path) }

func asFlag(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Bool { try json.bool(at: path) }

func asWhole(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Int { try json.int(at: path) }

func asAny(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> JSONValue { json }

func asTexts(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [String] {
    var result: [String] = []
    for (index, element) in try json.array(at: path).enumerated() { result.append(try element.string(at: path[index])) }
    return result
}

/// A word of a closed list.
func asWord<Word: RawRepresentable<String> & CaseIterable>(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Word {
    let text = try json.string(at: path)
    guard let word = Word(rawValue: text) else {
        throw JSONFormatError(path, "is '\(text)'; it can be \(Word.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or "))")
    }
    return word
}

/// A positive number of seconds.
func asSeconds(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Duration {
    let number = try json.double(at: path)
    guard number > 0, number < 1e9 else { throw JSONFormatError(path, "is not a positive number of seconds") }
    return .seconds(number)
}

extension JSONObject {
    /// Sets a text member, or leaves it out where there is no text.
    package mutating func set(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }

    /// Sets a member in its JSON form, or leaves it out where there is no value.
    package mutating func set(_ key: String, _ value: (some JSONWritable)?) {
        if let value { self[key] = value.json }
    }

    /// Sets a whole number, or leaves it out where there is none.
    package mutating func set(_ key: String, _ number: Int?) {
        if let number { self[key] = .number(JSONNumber(number)) }
    }

    /// Creates an object whose members stand in the order of their keys' UTF-8, never in that of a hash table.
    package init(sorted members: [String: JSONValue]) {
        self.init()
        for (key, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { self[key] = value }
    }
}

extension JSONNumber {
    /// A duration as a number of seconds.
    package init(seconds duration: Duration) {
        self = JSONNumber(duration / .seconds(1)) ?? JSONNumber(0)
    }
}
