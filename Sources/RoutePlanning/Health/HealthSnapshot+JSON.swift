public import WaybillInterchange

extension HealthSnapshot: JSONRepresentable {
    /// Reads `{"models", "servers", "workloads"}`, of which the last may be missing; members that are not known are passed over, so that a later version's snapshot can be read.
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            models: try members.require("models", [ModelHealth].init(json:at:)),
            servers: try members.require("servers", [ServerHealth].init(json:at:)),
            workloads: try members.read("workloads", [WorkloadOutcomes].init(json:at:)) ?? [])
    }

    /// `{"models", "servers", "workloads"}`.
    public var json: JSONValue { ["models": models.json, "servers": servers.json, "workloads": workloads.json] }
}

extension ModelHealth: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            model: try members.require("model"), closure: try members.read("closed"),
            keys: try members.require("keys", [KeyHealth].init(json:at:)))
        slotWait = try members.read("slot_wait", asWait) ?? .zero
    }

    public var json: JSONValue {
        ["model": model.json, "closed": closure?.json ?? .null, "slot_wait": .seconds(slotWait), "keys": keys.json]
    }
}

extension KeyHealth: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(credential: try members.read("credential", asText))
        closure = try members.read("closed")
        requests = try members.read("requests", RateLimitStatus.Allowance.init(json:at:))
        tokens = try members.read("tokens", RateLimitStatus.Allowance.init(json:at:))
        waiting = try members.read("waiting", asCount) ?? 0
        waitingTokens = try members.read("waiting_tokens", asCount) ?? 0
        firstToken = try members.read("first_token", asWait)
        answer = try members.read("answer", asWait)
    }

    public var json: JSONValue {
        var object: JSONObject = ["credential": credential.map { .string($0) } ?? .null, "closed": closure?.json ?? .null]
        object["requests"] = requests?.json ?? .null
        object["tokens"] = tokens?.json ?? .null
        object["waiting"] = .number(JSONNumber(waiting))
        object["waiting_tokens"] = .number(JSONNumber(waitingTokens))
        object["first_token"] = firstToken.map(JSONValue.seconds) ?? .null
        object["answer"] = answer.map(JSONValue.seconds) ?? .null
        return .object(object)
    }
}

extension ServerHealth: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            server: try members.require("server", asText),
            limit: try members.require("limit", asCount), inUse: try members.require("in_use", asCount),
            waiting: try members.require("waiting", asCount))
    }

    public var json: JSONValue {
        [
            "server": .string(server), "limit": .number(JSONNumber(limit)), "in_use": .number(JSONNumber(inUse)),
            "waiting": .number(JSONNumber(waiting)),
        ]
    }
}

extension HealthSnapshot.Closure: JSONRepresentable {
    /// Reads `{"reason_code", "wait"}`, and `failure` where keys are down; the words of the reason follow from them.
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        let wait = try members.require("wait", asWait)
        let failure = try members.read("failure", asText)
        let all: [Self] = [
            .breaker(wait), .pause(wait), .credential(failure.map(FailureKind.init(rawValue:)) ?? .authentication, wait), .rateLimit(wait),
            .busy(wait),
        ]
        self = try members.require("reason_code") { (json, path) throws(JSONFormatError) in
            let code = try json.string(at: path)
            guard let closure = all.first(where: { $0.reason.code == code }) else {
                throw JSONFormatError(path, "is '\(code)'; it can be \(all.map { "'\($0.reason.code)'" }.joined(separator: " or "))")
            }
            return closure
        }
    }

    /// `{"reason_code", "reason", "wait"}`, and `failure` where keys are down.
    public var json: JSONValue {
        var object: JSONObject = ["reason_code": .string(reason.code), "reason": .string(reason.description), "wait": .seconds(duration)]
        if case .credential(let kind, _) = self { object["failure"] = .string(kind.rawValue) }
        return .object(object)
    }
}

extension RateLimitStatus.Allowance {
    fileprivate init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            limit: try members.read("limit", asCount),
            // More may have been used than was reserved.
            remaining: try members.read("remaining") { (json, path) throws(JSONFormatError) in try json.int(at: path) },
            reset: try members.read("reset", asWait))
    }
}

extension JSONValue {
    fileprivate static func seconds(_ duration: Duration) -> JSONValue { .number(JSONNumber(seconds: duration)) }
}

private func asText(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> String { try json.string(at: path) }

/// A number of seconds, which may be none.
func asWait(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Duration {
    let number = try json.double(at: path)
    guard number >= 0, number < 1e9 else { throw JSONFormatError(path, "is not a number of seconds") }
    return .seconds(number)
}

/// A number of things, which may be none.
func asCount(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Int {
    let number = try json.int(at: path)
    guard number >= 0 else { throw JSONFormatError(path, "is less than none") }
    return number
}
