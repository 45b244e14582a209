extension JSONValue: Codable {
    /// Reads a value from any decoder.
    ///
    /// A decoder hands over less than ``JSONReader`` reads: Foundation's loses the order of members, the spelling of numbers and the digits that
    /// neither a 64-bit integer nor a `Double` holds. What was encoded by ``encode(to:)`` decodes as an equal value, such numbers excepted.
    public init(from decoder: any Decoder) throws {
        // A decoder does not say what comes next, so the kinds are tried in turn. Failing to get a container or a scalar means "another kind";
        // what fails inside a container is a true error and goes to the caller.
        if let members = try? decoder.container(keyedBy: AnyKey.self) {
            self = .object(try JSONObject(members.allKeys.map { ($0.stringValue, try members.decode(JSONValue.self, forKey: $0)) }))
        } else if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !elements.isAtEnd {
                array.append(try elements.decode(JSONValue.self))
            }
            self = .array(array)
        } else {
            self = try Self(fromScalarOf: decoder)
        }
    }

    private init(fromScalarOf decoder: any Decoder) throws {
        let scalar = try decoder.singleValueContainer()
        if scalar.decodeNil() {
            self = .null
        } else if let text = try? scalar.decode(String.self) {
            self = .string(text)
        } else if let flag = try? scalar.decode(Bool.self) {
            self = .bool(flag)
        } else if let integer = try? scalar.decode(Int64.self) {
            self = .number(JSONNumber(integer))
        } else if let integer = try? scalar.decode(UInt64.self) {
            self = .number(JSONNumber(integer))
        } else if let number = JSONNumber(try scalar.decode(Double.self)) {
            self = .number(number)
        } else {
            throw DecodingError.dataCorruptedError(in: scalar, debugDescription: "The number is not finite and so is no JSON number.")
        }
    }

    /// Writes the value to any encoder.
    ///
    /// Foundation's encoder does not keep the order of members; for bytes that do, use ``bytes(style:)``.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let object):
            var container = encoder.container(keyedBy: AnyKey.self)
            for (key, value) in object {
                try container.encode(value, forKey: AnyKey(stringValue: key))
            }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements {
                try container.encode(element)
            }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .string(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let value):
            var container = encoder.singleValueContainer()
            try value.encode(to: &container)
        }
    }

    /// A member's key, whatever it is.
    private struct AnyKey: CodingKey {
        let stringValue: String

        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}

extension JSONNumber {
    /// Encodes the number as the narrowest type that holds it exactly, else as the nearest `Double`.
    fileprivate func encode(to container: inout any SingleValueEncodingContainer) throws {
        if let integer = int64Value {
            try container.encode(integer)
        } else if let integer = UInt64(literal) {
            try container.encode(integer)
        } else {
            try container.encode(doubleValue)
        }
    }
}
