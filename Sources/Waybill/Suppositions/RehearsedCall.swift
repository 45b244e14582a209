public import WaybillInterchange

/// A call that was only played: what would have become of it under what was supposed.
///
/// Its times are those of a clock that never ran, and its answer is made up.
public struct RehearsedCall: Sendable, Hashable {
    /// How a call ends.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// A model answers.
        case answered
        /// The route's last resort is served.
        case lastResort = "last-resort"
        /// The call fails.
        case failed
    }

    /// How it ends.
    public var outcome: Outcome
    /// Every attempt with its times, the decision after it, its tokens and its cost.
    public var route: RouteReport
    /// The answer; `nil` where the call fails.
    public var response: ModelResponse?
    /// Why the call fails; `nil` where it does not.
    public var failure: ModelFailure?

    init(_ response: ModelResponse) {
        outcome = response.route.degraded ? .lastResort : .answered
        route = response.route
        self.response = response
    }

    init(_ failure: ModelFailure, route: RouteReport) {
        outcome = .failed
        self.route = route
        self.failure = failure
    }

    /// What is assumed of everything that was not supposed: a sentence.
    public static let assumptions = """
        an error comes after \(SupposedAnswer.errorDelay.shortText); an answer begins after \
        \(SupposedAnswer.firstContent.shortText), brings a token every \(SupposedAnswer.pace.shortText), or sooner where the route's clocks \
        leave less time, and is as long as the plan expects
        """
}

extension RehearsedCall: JSONWritable {
    /// `{"outcome", "model", "assumed", "route"}` and, of a call that fails, `"error"`.
    public var json: JSONValue {
        var object: JSONObject = [
            "outcome": .string(outcome.rawValue), "model": response?.model?.json ?? .null,
            "assumed": [
                "error_delay": .number(JSONNumber(seconds: SupposedAnswer.errorDelay)),
                "first_content": .number(JSONNumber(seconds: SupposedAnswer.firstContent)),
                "pace": .number(JSONNumber(seconds: SupposedAnswer.pace)),
            ],
            "route": route.json,
        ]
        if var failure {
            // The attempts stand in the route.
            failure.route = nil
            object["error"] = failure.json["error"]
        }
        return .object(object)
    }
}
