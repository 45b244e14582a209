public import WaybillInterchange

extension WorkloadOutcomes: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            workload: try members.require("workload"),
            candidates: try members.require("candidates", [CandidateOutcomes].init(json:at:)))
    }

    /// `{"workload", "candidates"}`.
    public var json: JSONValue { ["workload": workload.json, "candidates": candidates.json] }
}

extension CandidateOutcomes: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(model: try members.require("model"))
        calls = try members.read("calls", asCount) ?? 0
        answers = try members.read("answers", asCount) ?? 0
        incomplete = try members.read("incomplete", asCount) ?? 0
        fallbacks = try members.read("fallbacks", asCount) ?? 0
        failures =
            try members.read("failures") { json, path throws(JSONFormatError) in
                guard let object = json.objectValue else { throw JSONFormatError(path, "is no object") }
                var failures: [FailureKind: Int] = [:]
                for (kind, count) in object { failures[FailureKind(rawValue: kind)] = try asCount(count, path[kind]) }
                return failures
            } ?? [:]
        firstToken = try members.read("first_token", asWait)
        tokenTime = try members.read("token_time", asWait)
        outputTokens = try members.read("output_tokens", asCount)
        cost = try members.read("cost") { json, path throws(JSONFormatError) in
            guard let cost = Money(try json.string(at: path)) else { throw JSONFormatError(path, "is no amount such as \"$0.002\"") }
            return cost
        }
        recentCalls =
            try members.read("recent_calls") { json, path throws(JSONFormatError) in max(0, try json.double(at: path)) } ?? 0
    }

    /// Counts and means by their names; what is not known is `null`.
    public var json: JSONValue {
        var kinds = JSONObject()
        for (kind, count) in failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { kinds.set(kind.rawValue, count) }
        var object: JSONObject = ["model": model.json]
        object.set("calls", calls)
        object.set("answers", answers)
        object.set("incomplete", incomplete)
        object["failures"] = .object(kinds)
        object.set("fallbacks", fallbacks)
        object["first_token"] = firstToken.map { .number(JSONNumber(seconds: $0)) } ?? .null
        object["token_time"] = tokenTime.map { .number(JSONNumber(seconds: $0)) } ?? .null
        object["output_tokens"] = outputTokens.map { .number(JSONNumber($0)) } ?? .null
        object["cost"] = cost?.json ?? .null
        object["recent_calls"] = JSONNumber(recentCalls).map(JSONValue.number) ?? .null
        return .object(object)
    }
}
