extension SchemaCheck {
    /// Checks by `allOf`.
    mutating func check(_ value: JSONValue, againstAll parts: [Int]) -> Outcome {
        var outcome = Outcome.fits
        for part in parts {
            outcome.add(check(value, against: part))
            if outcome == .fails { break }
        }
        return outcome
    }

    /// Checks by `anyOf`.
    mutating func check(_ value: JSONValue, againstAny parts: [Int]) -> Outcome {
        var best = Outcome.fails
        for part in parts {
            switch tentatively({ $0.check(value, against: part) }) {
            case .fits: return .fits
            case .unknown: best = .unknown
            case .fails: break
            }
        }
        return best == .fails ? fail("anyOf", "fits none of the schemas in 'anyOf'") : best
    }

    /// Checks by `oneOf`.
    mutating func check(_ value: JSONValue, againstOne parts: [Int]) -> Outcome {
        var fitting = 0
        var unknown = 0
        for part in parts {
            switch tentatively({ $0.check(value, against: part) }) {
            case .fits: fitting += 1
            case .unknown: unknown += 1
            case .fails: break
            }
            if fitting > 1 { return fail("oneOf", "fits more than one of the schemas in 'oneOf'") }
        }
        if unknown > 0 { return .unknown }
        return fitting == 1 ? .fits : fail("oneOf", "fits none of the schemas in 'oneOf'")
    }

    /// Checks by `not`.
    mutating func check(_ value: JSONValue, notAgainst part: Int) -> Outcome {
        switch tentatively({ $0.check(value, against: part) }) {
        case .fits: fail("not", "fits the schema in 'not'")
        case .unknown: .unknown
        case .fails: .fits
        }
    }

    /// Checks by `if`, `then` and `else`.
    mutating func check(_ value: JSONValue, if condition: Int, then: Int?, otherwise: Int?) -> Outcome {
        switch tentatively({ $0.check(value, against: condition) }) {
        case .fits: return then.map { check(value, against: $0) } ?? .fits
        case .fails: return otherwise.map { check(value, against: $0) } ?? .fits
        case .unknown:
            // One of the two holds. Only where the value fits both, or neither, it is clear whether it fits.
            let first = then.map { check(value, against: $0) } ?? .fits
            let second = otherwise.map { part in tentatively { $0.check(value, against: part) } } ?? .fits
            return first == second ? first : .unknown
        }
    }

    /// Checks without noting why something fails, since that does not yet make the value wrong.
    mutating func tentatively(_ check: (inout SchemaCheck) -> Outcome) -> Outcome {
        let wasTentative = isTentative
        isTentative = true
        defer { isTentative = wasTentative }
        return check(&self)
    }
}

extension SchemaCheck.Outcome {
    /// Takes in what is known by another rule that must hold too.
    mutating func add(_ other: SchemaCheck.Outcome) {
        switch (self, other) {
        case (.fails, _), (_, .fails): self = .fails
        case (.unknown, _), (_, .unknown): self = .unknown
        case (.fits, .fits): break
        }
    }
}
