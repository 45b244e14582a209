extension SchemaCompiler {
    /// The rules of one schema, those first that are cheap to check and refuse most.
    mutating func rules(of schema: SchemaPlace) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        readGeneral(schema, into: &rules)
        readNumbers(schema, into: &rules)
        readStrings(schema, into: &rules)
        readArrays(schema, into: &rules)
        readObjects(schema, into: &rules)
        readCombinations(schema, into: &rules)
        for (keyword, _) in schema.keywords
        where !SchemaPlace.checked.contains(keyword) && !SchemaPlace.annotations.contains(keyword) && !keyword.hasPrefix("x-") {
            let types = SchemaPlace.unchecked[keyword]
            let reason = types == nil ? "is not checked, since no such keyword is known" : "is a keyword that is not checked"
            rules.append(gap(schema.pointer(of: keyword), reason, of: types ?? .all))
        }
        return rules
    }

    /// Notes a keyword whose value is not as the standard wants it.
    mutating func malformed(_ keyword: String, of schema: SchemaPlace, _ expected: String, of types: JSONTypes = .all) -> SchemaRule {
        gap(schema.pointer(of: keyword), "is not checked, since its value is not \(expected)", of: types)
    }

    /// Reads the value of a keyword, or notes that it is not as it should be.
    mutating func read<Value>(
        _ keyword: String, of schema: SchemaPlace, expecting expected: String, about types: JSONTypes = .all,
        into rules: inout [SchemaRule], _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = schema.keywords[keyword] else { return nil }
        if let converted = convert(value) { return converted }
        rules.append(malformed(keyword, of: schema, expected, of: types))
        return nil
    }

    /// The place of the schema under a keyword.
    mutating func place(under keyword: String, of schema: SchemaPlace) -> Int? {
        schema.keywords[keyword].map { place(of: $0, at: schema.pointer(of: keyword)) }
    }

    /// The places of the schemas in the list under a keyword.
    mutating func places(under keyword: String, of schema: SchemaPlace, into rules: inout [SchemaRule]) -> [Int]? {
        let list = read(keyword, of: schema, expecting: "a list of schemas", into: &rules, \.arrayValue)
        return list.map { list in
            list.enumerated().map { place(of: $1, at: "\(schema.pointer(of: keyword))/\($0)") }
        }
    }

    /// How many there may be, by two keywords.
    mutating func range(
        _ least: String, _ most: String, of schema: SchemaPlace, about types: JSONTypes, into rules: inout [SchemaRule]
    ) -> CountRange? {
        guard schema.keywords[least] != nil || schema.keywords[most] != nil else { return nil }
        var range = CountRange()
        let expected = "a whole number, zero or more"
        if let count = read(least, of: schema, expecting: expected, about: types, into: &rules, \.count) { range.least = count }
        if let count = read(most, of: schema, expecting: expected, about: types, into: &rules, \.count) { range.most = count }
        return range
    }

    private mutating func readGeneral(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        if let types = read("type", of: schema, expecting: "a type or a list of types", into: &rules, JSONTypes.init) {
            rules.append(.type(types))
        }
        if let value = schema.keywords["const"] { rules.append(.values([value], keyword: "const")) }
        if let values = read("enum", of: schema, expecting: "a list", into: &rules, \.arrayValue) {
            rules.append(.values(values, keyword: "enum"))
        }
    }

    private mutating func readNumbers(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        for kind in NumberBound.Kind.allCases {
            let bound = read(kind.rawValue, of: schema, expecting: "a number", about: .number, into: &rules, \.numberValue)
            if let bound { rules.append(.bound(NumberBound(kind, bound))) }
        }
        let divisor = read(
            "multipleOf", of: schema, expecting: "a positive number of up to 18 digits", about: .number, into: &rules
        ) { $0.numberValue.flatMap(DecimalDivisor.init) }
        if let divisor { rules.append(.multiple(of: divisor)) }
    }

    private mutating func readStrings(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        if let range = range("minLength", "maxLength", of: schema, about: .string, into: &rules) { rules.append(.length(range)) }
        let expected = "a regular expression that can be matched in linear time"
        let pattern = read("pattern", of: schema, expecting: expected, about: .string, into: &rules) {
            $0.stringValue.flatMap(Pattern.init)
        }
        if let pattern { rules.append(.pattern(pattern)) }
        if schema.keywords["format"] != nil {
            rules.append(gap(schema.pointer(of: "format"), "is not checked: by the standard it is a note to the reader", of: .string))
        }
    }

    private mutating func readCombinations(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        if let reference = schema.keywords["$ref"] {
            if let target = reference.stringValue.flatMap({ resolve($0) }) {
                rules.append(.reference(place(of: target.schema, at: target.pointer)))
            } else {
                rules.append(malformed("$ref", of: schema, "a reference to a place in this document"))
            }
        }
        if let parts = places(under: "allOf", of: schema, into: &rules) { rules.append(.all(parts)) }
        if let parts = places(under: "anyOf", of: schema, into: &rules) { rules.append(.any(parts)) }
        if let parts = places(under: "oneOf", of: schema, into: &rules) { rules.append(.one(parts)) }
        if let part = place(under: "not", of: schema) { rules.append(.not(part)) }
        if let condition = place(under: "if", of: schema) {
            rules.append(.condition(condition, then: place(under: "then", of: schema), otherwise: place(under: "else", of: schema)))
        }
    }
}

extension JSONTypes {
    /// The value of the keyword `type`.
    fileprivate init?(_ value: JSONValue) {
        switch value {
        case .string(let name): self.init(name: name)
        case .array(let names):
            self = []
            for name in names {
                guard let type = name.stringValue.flatMap(JSONTypes.init(name:)) else { return nil }
                formUnion(type)
            }
        default: return nil
        }
    }
}

extension JSONValue {
    /// The value of a keyword that counts.
    fileprivate var count: Int? {
        guard let number = numberValue, number.isWhole, !DecimalNumber(number.literal).isNegative else { return nil }
        // More than can be counted is never reached.
        return number.int64Value.flatMap(Int.init(exactly:)) ?? .max
    }
}
