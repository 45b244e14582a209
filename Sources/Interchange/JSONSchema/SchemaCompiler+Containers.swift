extension SchemaCompiler {
    /// Reads what a schema says of arrays.
    mutating func readArrays(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        if let range = range("minItems", "maxItems", of: schema, about: .array, into: &rules) { rules.append(.elementCount(range)) }
        let prefix = places(under: "prefixItems", of: schema, into: &rules) ?? []
        var rest: Int?
        if schema.keywords["items"]?.arrayValue != nil {
            rules.append(
                gap(schema.pointer(of: "items"), "is not checked, since a list of schemas is now called 'prefixItems'", of: .array))
        } else {
            rest = place(under: "items", of: schema)
        }
        if rest != nil || !prefix.isEmpty { rules.append(.elements(prefix: prefix, rest: rest)) }
        if let part = place(under: "contains", of: schema) {
            var range = range("minContains", "maxContains", of: schema, about: .array, into: &rules) ?? CountRange()
            if schema.keywords["minContains"] == nil { range.least = 1 }
            rules.append(.contains(part, range))
        }
        if read("uniqueItems", of: schema, expecting: "true or false", about: .array, into: &rules, \.boolValue) == true {
            rules.append(.unique)
        }
    }

    /// Reads what a schema says of objects.
    mutating func readObjects(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        let counts = range("minProperties", "maxProperties", of: schema, about: .object, into: &rules)
        if let counts { rules.append(.memberCount(counts)) }
        readMembers(schema, into: &rules)
        if let part = place(under: "propertyNames", of: schema) { rules.append(.names(part)) }
        let required = read("dependentRequired", of: schema, expecting: "lists of names by name", about: .object, into: &rules) { value in
            value.objectValue.flatMap { object -> [(name: String, required: [String])]? in
                let lists = object.compactMap { member in member.value.names.map { (member.key, $0) } }
                return lists.count == object.count ? lists : nil
            }
        }
        if let required { rules.append(.dependentRequired(required)) }
        if let parts = placesByName(under: "dependentSchemas", of: schema, into: &rules) { rules.append(.dependentSchemas(parts)) }
    }

    private mutating func readMembers(_ schema: SchemaPlace, into rules: inout [SchemaRule]) {
        let required = read("required", of: schema, expecting: "a list of names", about: .object, into: &rules, \.names) ?? []
        var missing = Set(required.map(ExactName.init))
        var properties: [MemberRules.Property] = []
        for (name, place) in placesByName(under: "properties", of: schema, into: &rules) ?? [] {
            let isRequired = missing.remove(ExactName(text: name)) != nil
            properties.append(.init(name: name, schema: place, isRequired: isRequired))
        }
        for name in required where missing.remove(ExactName(text: name)) != nil {
            properties.append(.init(name: name, schema: nil, isRequired: true))
        }
        var groups: [MemberRules.Group] = []
        for (text, place) in placesByName(under: "patternProperties", of: schema, into: &rules) ?? [] {
            let pattern = Pattern(text)
            if pattern == nil {
                let place = JSONPointer.appending(text, to: schema.pointer(of: "patternProperties"))
                rules.append(
                    gap(place, "is not checked, since it is not a regular expression that can be matched in linear time", of: .object))
            }
            groups.append(.init(pattern: pattern, schema: place))
        }
        let others = others(of: schema)
        if others != .anything || !groups.isEmpty || !properties.isEmpty {
            rules.append(.members(MemberRules(properties: properties, groups: groups, others: others)))
        }
    }

    private mutating func others(of schema: SchemaPlace) -> MemberRules.Others {
        switch schema.keywords["additionalProperties"] {
        case nil, .bool(true): .anything
        case .bool(false): .nothing
        case let part?: .schema(place(of: part, at: schema.pointer(of: "additionalProperties")))
        }
    }

    private mutating func placesByName(
        under keyword: String, of schema: SchemaPlace, into rules: inout [SchemaRule]
    ) -> [(name: String, schema: Int)]? {
        let object = read(keyword, of: schema, expecting: "schemas by name", about: .object, into: &rules, \.objectValue)
        return object.map { object in
            object.map { ($0.key, place(of: $0.value, at: JSONPointer.appending($0.key, to: schema.pointer(of: keyword)))) }
        }
    }
}

extension JSONValue {
    /// The strings of a list; `nil` where this is anything else.
    fileprivate var names: [String]? {
        guard let elements = arrayValue else { return nil }
        let names = elements.compactMap(\.stringValue)
        return names.count == elements.count ? names : nil
    }
}
