import WaybillInterchange

/// The fields of a JSON value: each value is one of them; an object's are its keys and values by turns.
private enum JSONFieldNumber: Int, FieldNumber {
    case null = 1
    case bool, integer, literal, text, array, object, key
}

extension FieldWriter {
    /// What a provider reported, as long as it is no text: words of more than 64 bytes are left out, and all of it where it is more than a few
    /// kilobytes.
    mutating func reported(_ field: some FieldNumber, _ value: JSONValue?) {
        guard let value else { return }
        let start = size
        group(field) { $0.write(value) }
        if size - start > 4096 { removeLast(size - start) }
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: integer(JSONFieldNumber.null, 1)
        case .bool(let value): integer(JSONFieldNumber.bool, value ? 1 : 0)
        case .number(let number):
            // Of the literals of JSON that say a whole number in digits alone, this one is not read back as it was.
            if let integer = Int(number.literal), number.literal != "-0" {
                self.integer(JSONFieldNumber.integer, integer)
            } else if number.literal.utf8.count <= 64 {
                text(JSONFieldNumber.literal, number.literal)
            }
        case .string(let value): if isWord(value) { word(JSONFieldNumber.text, value) }
        case .array(let elements): group(JSONFieldNumber.array) { for element in elements { $0.write(element) } }
        case .object(let object):
            group(JSONFieldNumber.object) {
                for (key, value) in object where isWord(key) {
                    $0.word(JSONFieldNumber.key, key)
                    $0.write(value)
                }
            }
        }
    }

}

private func isWord(_ text: String) -> Bool { text.utf8.count <= 64 }

extension FieldReader {
    /// A JSON value in its group.
    mutating func reported() throws(FieldFault) -> JSONValue? {
        var value: JSONValue?
        try group(JSONFieldNumber.self) { (reader, field) throws(FieldFault) in value = try reader.value(field) }
        return value
    }

    private mutating func value(_ field: JSONFieldNumber) throws(FieldFault) -> JSONValue {
        switch field {
        case .null:
            try skip()
            return .null
        case .bool: return .bool(try integer() != 0)
        case .integer: return .number(JSONNumber(try integer()))
        case .literal:
            let literal = try text()
            guard let number = JSONNumber(literal: literal) else { throw fault("has a number that is none") }
            return .number(number)
        case .text, .key: return .string(try text())
        case .array:
            var elements: [JSONValue] = []
            try group(JSONFieldNumber.self) { (reader, field) throws(FieldFault) in elements.append(try reader.value(field)) }
            return .array(elements)
        case .object:
            var object = JSONObject()
            var key: String?
            try group(JSONFieldNumber.self) { (reader, field) throws(FieldFault) in
                if field == .key {
                    key = try reader.text()
                } else if let name = key.take() {
                    object[name] = try reader.value(field)
                } else {
                    try reader.skip()
                }
            }
            return .object(object)
        }
    }
}
