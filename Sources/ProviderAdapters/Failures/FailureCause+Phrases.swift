extension Phrases {
    /// The request is too long for the model.
    var tellOfOverflow: Bool {
        containAny(of: [
            ["exceed context limit"], ["this model's maximum context length is"], ["exceeds the model's maximum context length"],
            ["model's maximum context limit"], ["is longer than the model's context length"], ["exceeds the context window"],
            ["input tokens exceed the configured limit"], ["`inputs` tokens + `max_new_tokens` must be"],
            ["exceeds the available context size"], ["exceeds the maximum number of tokens allowed"],
            ["string too long. expected a string with maximum length"], ["contextwindowexceedederror"], ["context_length_exceeded"],
            ["exceed_context_size_error"], ["prompt is too long"], ["current length is", "while limit is"],
            ["maximum input length is", "tokens"], ["input too long:", "input tokens, limit is"],
        ]) && !containAny(of: [["string_above_max_length"], ["invalid 'user'", "string too long"]])
    }

    /// The content is forbidden.
    var tellOfPolicy: Bool {
        containAny(of: [
            ["content_policy_violation"], ["content_filter_policy"], ["content filtering policy"], ["responsibleaipolicyviolation"],
            ["invalid prompt", "violating our usage policy"], ["rejected as a result of our safety system"],
            ["failed as a result of our safety system"], ["the model produced invalid content"],
            ["the response was filtered due to the prompt triggering"],
        ])
    }

    /// The end user is blocked.
    var tellOfBlockedUser: Bool {
        containAny(of: [
            ["identifier blocked"], ["identifier is blocked"], ["safety_identifier", "blocked"], ["safety identifier", "blocked"],
        ])
    }

    /// Money is missing.
    var tellOfFunds: Bool {
        containAny(of: [
            ["insufficient balance"], ["insufficient credits"], ["insufficient_quota"], ["credit balance is too low"],
            ["billing hard limit"], ["spending limit"], ["spend limit"], ["budget has been exceeded"],
        ])
    }

    /// The quota of a plan is used up: money, or with a time to wait, a rate.
    var tellOfQuota: Bool { contain("exceeded your current quota") }

    /// The key is wrong.
    var tellOfKey: Bool {
        containAny(of: [
            ["api key not valid"], ["incorrect api key"], ["invalid api key"], ["invalid_api_key"], ["api_key_invalid"],
            ["invalid authentication"], ["authentication fails"],
        ])
    }

    /// The caller's country is not served.
    var tellOfRegion: Bool {
        containAny(of: [["country, region, or territory"], ["location is not supported"], ["unsupported_country"]])
    }

    /// The model is not known.
    var tellOfModel: Bool {
        containAny(of: [
            ["model", "does not exist"], ["model", "not found"], ["invalid model name"], ["unknown model"], ["no such model"],
            ["model_not_found"],
        ])
    }

    /// The model or server cannot do what was asked.
    var tellOfMissingSupport: Bool {
        containAny(of: [
            ["unsupported"], ["not supported"], ["does not support"], ["doesn't support"], ["not support"], ["unknown name"],
            ["unknown parameter"], ["unknown field"], ["unrecognized"], ["extra inputs are not permitted"], ["extra fields not permitted"],
            ["tool choice requires"], ["not enabled"], ["not available"], ["cannot determine type of"], ["too large"],
            ["failed to download"], ["must be verified"],
        ])
    }

    /// The request is larger than the rate limit itself, so that no waiting helps.
    var tellOfSizeOverRate: Bool { containAny(of: [["request too large for"], ["must be reduced in order to run"]]) }

    /// There is no room.
    var tellOfOverload: Bool {
        containAny(of: [
            ["overloaded"], ["resource unavailable"], ["service tier capacity exceeded"], ["at capacity"], ["currently busy"],
            ["queue is full"],
        ])
    }

    /// A rate limit was hit, where the status does not say so.
    var tellOfRate: Bool { mentionRateLimit || containAny(of: [["too many requests"], ["429"]]) }

    /// A server gave up waiting.
    var tellOfTimeout: Bool { containAny(of: [["timed out"], ["timeout"]]) }

    /// A server of one's own blames the request although it answers 500.
    var blameRequest: Bool {
        tellOfMissingSupport
            || containAny(of: [
                ["json.exception"], ["parse error"], ["failed to parse"], ["failed to load image"], ["invalid"], ["missing"], ["must be"],
                ["expected"],
            ])
    }
}
