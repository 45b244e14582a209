public import WaybillInterchange

extension UsageReport: JSONWritable {
    public var json: JSONValue {
        let groups = groups.map { group -> JSONValue in
            var object = JSONObject()
            for (dimension, label) in zip(dimensions, group.labels) { object[dimension.rawValue] = label.map(JSONValue.string) ?? .null }
            group.figures.write(to: &object)
            return .object(object)
        }
        return ["by": .array(dimensions.map { .string($0.rawValue) }), "total": total.json, "groups": .array(groups)]
    }
}

extension UsageFigures: JSONWritable {
    public var json: JSONValue {
        var object = JSONObject()
        write(to: &object)
        return .object(object)
    }

    fileprivate func write(to object: inout JSONObject) {
        object.set("calls", calls)
        object.set("answered", answered)
        object.set("fell_back", fellBack)
        object.set("degraded", degraded)
        object.set("failed", failed)
        object.set("unfinished", unfinished)
        object.set("attempts", attempts)
        object.set("failed_attempts", failedAttempts)
        object["tokens"] = tokens.json
        object.set("estimated_attempts", estimatedAttempts)
        object["cost"] = cost.json
        object["estimated_cost"] = estimatedCost.json
        object.set("unpriced_attempts", unpricedAttempts)
        object.set("disputed_attempts", disputedAttempts)
        object["cache"] = [
            "hit_rate": Self.share(tokens.cacheHitRate), "saved": cacheSavings.json,
            "unvalued_tokens": .number(JSONNumber(unvaluedCachedInput)), "expected_tokens": .number(JSONNumber(expectedCachedInput)),
            "found_tokens": .number(JSONNumber(foundCachedInput)),
        ]
        object["drift"] = [
            "input": Self.share(inputDrift), "output": Self.share(outputDrift), "attempts": .number(JSONNumber(driftedAttempts)),
        ]
        object["first_token"] = firstToken.json
        object["duration"] = duration.json
    }

    /// A share with as many digits as mean anything.
    private static func share(_ share: Double?) -> JSONValue {
        share.flatMap { JSONNumber(($0 * 1e6).rounded() / 1e6) }.map(JSONValue.number) ?? .null
    }
}
