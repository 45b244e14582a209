extension SchemaCheck {
    /// Checks by `properties`, `required`, `patternProperties` and `additionalProperties`.
    mutating func check(_ object: JSONObject, by rules: MemberRules) -> Outcome {
        var outcome = Outcome.fits
        var named = 0
        // Models write members in the order of the schema: mostly the next one is the one that is looked for.
        var next = 0
        for property in rules.properties {
            effort -= 1
            guard let place = object.index(of: property.name, expectedAt: next) else {
                if property.isRequired { return fail("required", "is missing", at: property.name) }
                continue
            }
            next = place + 1
            guard let schema = property.schema else { continue }
            named += 1
            outcome.add(check(object.value(at: place), against: schema, at: property.name))
            if outcome == .fails { return .fails }
        }
        guard !rules.groups.isEmpty || rules.others != .anything && named < object.count else { return outcome }
        for (name, value) in object {
            effort -= 1
            outcome.add(check(value, called: name, by: rules))
            if outcome == .fails || effort <= 0 { break }
        }
        return outcome
    }

    /// Checks a member by the rules that do not name it.
    private mutating func check(_ value: JSONValue, called name: String, by rules: MemberRules) -> Outcome {
        let isNamed = rules.named.contains(ExactName(text: name))
        var isMatched = false
        var mayBeMatched = false
        var outcome = Outcome.fits
        for group in rules.groups {
            switch group.pattern.map({ $0.isFound(in: name, effort: &effort) }) {
            case true??:
                isMatched = true
                outcome.add(check(value, against: group.schema, at: isNamed ? name : "*"))
            case false??: break
            case nil, .some(nil): mayBeMatched = true
            }
            if outcome == .fails { return .fails }
        }
        if mayBeMatched { outcome = .unknown }
        guard !isNamed, !isMatched else { return outcome }
        if mayBeMatched { return .unknown }
        switch rules.others {
        case .anything: break
        case .nothing: return fail("additionalProperties", "has a member that the schema does not name")
        case .schema(let place): outcome.add(check(value, against: place, at: "*"))
        }
        return outcome
    }

    /// The rules of objects that need no more than the object.
    mutating func apply(_ rule: SchemaRule, to object: JSONObject) -> Outcome {
        switch rule {
        case .memberCount(let range):
            if object.count < range.least { return fail("minProperties", "has too few members") }
            return object.count > range.most ? fail("maxProperties", "has too many members") : .fits
        case .names(let part):
            var outcome = Outcome.fits
            for (name, _) in object {
                let isAllowed = tentatively { $0.check(.string(name), against: part) }
                guard isAllowed != .fails else { return fail("propertyNames", "has a member whose name is not allowed") }
                outcome.add(isAllowed)
            }
            return outcome
        case .dependentRequired(let lists):
            for (name, required) in lists where object.index(of: name) != nil {
                effort -= required.count
                for other in required where object.index(of: other) == nil { return fail("dependentRequired", "is missing", at: other) }
            }
            return .fits
        default: return .fits
        }
    }

    /// Checks by `dependentSchemas`.
    mutating func check(_ value: JSONValue, _ object: JSONObject, dependingBy parts: [(name: String, schema: Int)]) -> Outcome {
        var outcome = Outcome.fits
        for (name, part) in parts where object.index(of: name) != nil {
            outcome.add(check(value, against: part))
            if outcome == .fails { break }
        }
        return outcome
    }

    /// Checks by `prefixItems` and `items`.
    mutating func check(_ elements: [JSONValue], prefix: [Int], rest: Int?) -> Outcome {
        var outcome = Outcome.fits
        for (index, element) in elements.enumerated() {
            guard let place = index < prefix.count ? prefix[index] : rest else { break }
            effort -= 1
            guard effort > 0 else { return giveUp() }
            outcome.add(check(element, against: place, at: String(index)))
            if outcome == .fails { break }
        }
        return outcome
    }

    /// The rules of arrays that look at all elements together.
    mutating func apply(_ rule: SchemaRule, to elements: [JSONValue]) -> Outcome {
        switch rule {
        case .elementCount(let range):
            if elements.count < range.least { return fail("minItems", "has too few elements") }
            return elements.count > range.most ? fail("maxItems", "has too many elements") : .fits
        case .unique:
            effort -= elements.count
            var seen: Set<JSONValue> = []
            for element in elements where !seen.insert(element).inserted { return fail("uniqueItems", "has an element twice") }
            return .fits
        case .contains(let part, let range): return check(elements, contain: part, range)
        default: return .fits
        }
    }

    private mutating func check(_ elements: [JSONValue], contain part: Int, _ range: CountRange) -> Outcome {
        var fitting = 0
        var unknown = 0
        for element in elements {
            switch tentatively({ $0.check(element, against: part) }) {
            case .fits: fitting += 1
            case .unknown: unknown += 1
            case .fails: break
            }
        }
        if fitting > range.most { return fail("maxContains", "has too many elements of the kind that it has to contain") }
        if fitting + unknown < range.least { return fail("contains", "has too few elements of the kind that it has to contain") }
        return fitting >= range.least && fitting + unknown <= range.most ? .fits : .unknown
    }
}
