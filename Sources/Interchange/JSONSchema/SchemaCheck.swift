/// One check of a value against a schema.
///
/// It reckons with three outcomes, so that what is not checked makes no value wrong: neither under `not`, nor in `oneOf`, nor as the condition
/// of an `if`.
struct SchemaCheck {
    /// What is known of a value.
    enum Outcome {
        /// It follows the schema.
        case fits
        /// Nothing speaks against it, but something was not checked that might.
        case unknown
        /// It does not follow the schema.
        case fails
    }

    private let schema: JSONSchema
    /// How many steps are left.
    var effort: Int
    private var depth = 0
    private var wasGivenUp = false
    private var gapsTouched: Set<Int> = []
    /// Whether what fails now need not make the value wrong, as in a branch of `anyOf`.
    var isTentative = false
    private var keyword = ""
    private var problem = ""
    /// The names from the place at fault up to the whole.
    private var reversedPath: [String] = []

    init(_ schema: JSONSchema, effort: Int) {
        self.schema = schema
        self.effort = effort
    }

    mutating func run(_ value: JSONValue) -> Outcome { check(value, against: 0) }

    /// Why the value failed.
    var violation: JSONSchemaViolation {
        let pointer = reversedPath.reversed().reduce("") { JSONPointer.appending($1, to: $0) }
        return JSONSchemaViolation(pointer: pointer, keyword: keyword, problem: problem)
    }

    /// What was not checked of all that was come to.
    var touchedGaps: [JSONSchemaGap] {
        let gaps = gapsTouched.sorted().map { schema.gaps[$0] }
        guard wasGivenUp else { return gaps }
        return gaps + [JSONSchemaGap(pointer: "", reason: "takes too long to check against this value, or nests too deeply")]
    }

    /// Checks a value against one of the schemas.
    mutating func check(_ value: JSONValue, against place: Int) -> Outcome {
        guard depth < JSONSchema.deepestNesting else { return giveUp() }
        depth += 1
        defer { depth -= 1 }
        var outcome = Outcome.fits
        let rules = schema.nodes[place]
        for index in rules.indices {
            effort -= 1
            guard effort > 0 else { return giveUp() }
            switch apply(rules[index], to: value) {
            case .fits: break
            case .unknown: outcome = .unknown
            case .fails: return .fails
            }
        }
        return outcome
    }

    /// Ends the check where it costs too much.
    mutating func giveUp() -> Outcome {
        wasGivenUp = true
        return .unknown
    }

    /// Notes why a value fails.
    mutating func fail(_ keyword: String, _ problem: @autoclosure () -> String, at name: String? = nil) -> Outcome {
        guard !isTentative else { return .fails }
        self.keyword = keyword
        self.problem = problem()
        reversedPath = name.map { [$0] } ?? []
        return .fails
    }

    /// Checks a member or an element.
    ///
    /// - Parameter name: What it is called, for the place of a violation.
    mutating func check(_ value: JSONValue, against place: Int, at name: @autoclosure () -> String) -> Outcome {
        let outcome = check(value, against: place)
        if case .fails = outcome, !isTentative { reversedPath.append(name()) }
        return outcome
    }

    private mutating func apply(_ rule: SchemaRule, to value: JSONValue) -> Outcome {
        switch rule {
        case .type(let types): types.hold(value) ? .fits : fail("type", "is not of type \(types.names)")
        case .values(let values, let keyword): check(value, isAmong: values, keyword)
        case .nothing: fail("false", "is not allowed")
        case .bound, .multiple: if case .number(let number) = value { apply(rule, to: number) } else { .fits }
        case .length, .pattern: if case .string(let text) = value { apply(rule, to: text) } else { .fits }
        case .members(let rules): if case .object(let object) = value { check(object, by: rules) } else { .fits }
        case .memberCount, .names, .dependentRequired:
            if case .object(let object) = value { apply(rule, to: object) } else { .fits }
        case .dependentSchemas(let parts): if case .object(let object) = value { check(value, object, dependingBy: parts) } else { .fits }
        case .elements(let prefix, let rest):
            if case .array(let elements) = value { check(elements, prefix: prefix, rest: rest) } else { .fits }
        case .elementCount, .unique, .contains:
            if case .array(let elements) = value { apply(rule, to: elements) } else { .fits }
        case .reference(let place): check(value, against: place)
        case .all(let parts): check(value, againstAll: parts)
        case .any(let parts): check(value, againstAny: parts)
        case .one(let parts): check(value, againstOne: parts)
        case .not(let part): check(value, notAgainst: part)
        case .condition(let condition, let then, let otherwise): check(value, if: condition, then: then, otherwise: otherwise)
        case .unchecked(let gap, let types): touch(gap, of: types, value)
        }
    }

    private mutating func touch(_ gap: Int, of types: JSONTypes, _ value: JSONValue) -> Outcome {
        guard types.hold(value) else { return .fits }
        gapsTouched.insert(gap)
        return .unknown
    }

    private mutating func check(_ value: JSONValue, isAmong values: [JSONValue], _ keyword: String) -> Outcome {
        effort -= values.count
        if values.contains(value) { return .fits }
        return fail(keyword, keyword == "const" ? "is not the one value that is allowed" : "is none of the values that are allowed")
    }

    private mutating func apply(_ rule: SchemaRule, to number: JSONNumber) -> Outcome {
        switch rule {
        case .bound(let bound) where !bound.holds(number): fail(bound.kind.rawValue, bound.kind.problem)
        case .multiple(let divisor) where !divisor.divides(number): fail("multipleOf", "is not a multiple of what it has to be")
        default: .fits
        }
    }

    private mutating func apply(_ rule: SchemaRule, to text: String) -> Outcome {
        switch rule {
        case .length(let range):
            // As RFC 8259 counts them: in Unicode scalars.
            let count = text.unicodeScalars.count
            if count < range.least { return fail("minLength", "is too short") }
            return count > range.most ? fail("maxLength", "is too long") : .fits
        case .pattern(let pattern):
            guard let isFound = pattern.isFound(in: text, effort: &effort) else { return giveUp() }
            return isFound ? .fits : fail("pattern", "does not match the pattern")
        default: return .fits
        }
    }
}
