extension JSONScanner {
    /// Builds the next value.
    mutating func readValue() throws(JSONFault) -> JSONValue {
        switch JSONKind(firstByte: next) {
        case .object: return .object(try readObject())
        case .array: return .array(try readArray())
        case .string: return .string(try text(of: scanString()))
        case .number: return .number(number(in: try scanNumber()))
        case .bool: return .bool(try scanBool())
        case .null:
            try scanNull()
            return .null
        case nil: throw fault(.expectedValue)
        }
    }

    private mutating func readObject() throws(JSONFault) -> JSONObject {
        var object = JSONObject()
        try open()
        while let key = try nextKey(isFirst: object.isEmpty) {
            let isNew = object.updateOrAppend(key: try text(of: key), value: try readValue())
            if !isNew && options.duplicateKeys == .error {
                throw JSONFault(reason: .duplicateKey, offset: key.start - 1)
            }
        }
        return object
    }

    private mutating func readArray() throws(JSONFault) -> [JSONValue] {
        var elements: [JSONValue] = []
        try open()
        while try nextElement(isFirst: elements.isEmpty) {
            elements.append(try readValue())
        }
        return elements
    }

    /// The number whose literal was scanned.
    func number(in literal: Range<Int>) -> JSONNumber {
        JSONNumber(validLiteral: String(decoding: bytes[literal], as: UTF8.self))
    }

    /// The integer whose literal was scanned, or nil if the number is none that fits.
    func integer(in literal: Range<Int>) -> Int? {
        var value = 0
        guard literal.count <= 18 else { return number(in: literal).int64Value.flatMap(Int.init(exactly:)) }
        for byte in UnsafeRawBufferPointer(rebasing: bytes[literal]) {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return number(in: literal).int64Value.flatMap(Int.init(exactly:)) }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Passes the next value, as strictly as reading it would but for keys that occur twice.
    mutating func skipValue() throws(JSONFault) {
        switch JSONKind(firstByte: next) {
        case .object:
            try open()
            var isFirst = true
            while let key = try nextKey(isFirst: isFirst) {
                try check(key)
                try skipValue()
                isFirst = false
            }
        case .array:
            try open()
            var isFirst = true
            while try nextElement(isFirst: isFirst) {
                try skipValue()
                isFirst = false
            }
        case .string: try check(scanString())
        case .number: _ = try scanNumber()
        case .bool: _ = try scanBool()
        case .null: try scanNull()
        case nil: throw fault(.expectedValue)
        }
    }
}
