/// What works in a route, but hardly as meant (WB150 to WB189), and what is worth knowing (WB190 to WB199).
package enum RouteLint: String, FaultKind {
    case nearShutdown = "WB150"
    case neverMeetsRequirements = "WB151"
    case effortNotTaken = "WB152"
    case unknownPrice = "WB153"
    case noOutputLimit = "WB154"
    case outputBeyondRateLimit = "WB155"
    case neverAsked = "WB156"
    case deadlineTooShort = "WB157"
    case hedgeWithoutUse = "WB158"
    case zeroWeights = "WB159"
    case missingWeight = "WB160"
    case weightWithoutUse = "WB161"
    case coveredRule = "WB162"
    case wildcardRoute = "WB190"
    case smallerWindow = "WB191"
    case fewerFeatures = "WB192"

    package var entry: FaultEntry {
        switch self {
        case .nearShutdown:
            .warning(
                "near-shutdown",
                "A model of a route was shut down, or is within 30 days. `replaced_by` in the provider's file names what its provider recommends instead."
            )
        case .neverMeetsRequirements:
            .warning(
                "never-meets-requirements",
                "A model never offers what its route requires, so it stands there in vain. What is not known is not offered."
            )
            .example(in: .workload, "require: {location: eu}", "require: {location: us}")
        case .effortNotTaken:
            .warning(
                "effort-not-taken",
                "A model does not take the reasoning effort that its route asks for, so that every request to it is adjusted."
            )
            .example(
                in: .workload, "models: [acme/thorough]\nparameters: {reasoning_effort: low}",
                "models: [acme/thorough]\nparameters: {reasoning_effort: high}")
        case .unknownPrice:
            .warning(
                "unknown-price",
                "A route limits what a request may cost, or has a budget, but the price of this model is not known. An unknown price is not zero, so the model never serves."
            )
            .example(
                in: .workload, "models: [acme/unpriced]\nparameters: {max_output_tokens: 500}\nlimits: {cost_per_request: $0.01}",
                "models: [acme/fast]\nparameters: {max_output_tokens: 500}\nlimits: {cost_per_request: $0.01}")
        case .noOutputLimit:
            .warning(
                "no-output-limit",
                "A cost limit, a budget, or a limit of tokens a minute, needs to know how long an answer can become, and nothing says so. Without "
                    + "`max_output_tokens` such a model serves only requests that bring their own limit, or its reservations are guesses."
            )
            .example(
                in: .workload, "limits: {cost_per_request: $0.01}",
                "parameters: {max_output_tokens: 500}\nlimits: {cost_per_request: $0.01}")
        case .outputBeyondRateLimit:
            .warning(
                "output-beyond-rate-limit",
                "Requests may ask for more output than their account may use in a minute. Providers count what was asked for, so they may refuse all of them."
            )
        case .neverAsked:
            .warning("never-asked", "A route has more models than a call has attempts, so the last ones are never asked.")
                .example(
                    in: .workload, "models: [acme/fast, acme/thorough]\nattempts_per_call: 1",
                    "models: [acme/fast, acme/thorough]\nattempts_per_call: 4")
        case .deadlineTooShort:
            .warning(
                "deadline-too-short",
                "Waiting for the first content of every model, as often as it may be asked, can take longer than the whole call may. Then the last "
                    + "models are never tried; shorten `first_token`, or allow more time."
            )
            .example(in: .workload, "first_token: 30s\ndeadline: 20s", "first_token: 5s\ndeadline: 20s")
        case .hedgeWithoutUse:
            .warning(
                "hedge-without-use",
                "A hedge asks the next model beside a silent one. Here there is no next one, or the first is given up before."
            )
            .example(in: .workload, "models: [acme/fast]\nhedge: {after: 1s}", "models: [acme/fast, acme/thorough]\nhedge: {after: 1s}")
        case .coveredRule:
            .warning(
                "covered-rule",
                "An earlier rule under `by` holds for every request that this one is for, so that it never decides. Put the narrower rule first."
            )
            .example(
                in: .workload,
                "by:\n  - {when: {needs: [images]}, models: [acme/fast]}\n  - {when: {needs: [images, tools]}, models: [acme/thorough]}\n"
                    + "models: [acme/fast]",
                "by:\n  - {when: {needs: [images, tools]}, models: [acme/thorough]}\n  - {when: {needs: [images]}, models: [acme/fast]}\n"
                    + "models: [acme/fast]")
        case .zeroWeights:
            .warning(
                "zero-weights",
                "Every model of a weighted route has the weight 0, so that nobody gets any traffic by weight. They are asked in order."
            )
            .example(
                in: .workload, "choose: weighted\nmodels: [{model: acme/fast, weight: 0}]",
                "choose: weighted\nmodels: [{model: acme/fast, weight: 1}]")
        case .missingWeight:
            .warning(
                "missing-weight",
                "Some models of a weighted route have a weight and some have none, which is then 1: hardly what is meant beside a weight of 90."
            )
            .example(
                in: .workload, "choose: weighted\nmodels: [{model: acme/fast, weight: 90}, acme/thorough]",
                "choose: weighted\nmodels: [{model: acme/fast, weight: 90}, {model: acme/thorough, weight: 10}]")
        case .weightWithoutUse:
            .warning("weight-without-use", "A model has a weight, but its route does not choose by weights.")
                .example(
                    in: .workload, "models: [{model: acme/fast, weight: 90}]", "choose: weighted\nmodels: [{model: acme/fast, weight: 90}]")
        case .wildcardRoute:
            .note("wildcard-route", "The route `\"*\"` serves every workload without one of its own: those with a misspelled tag too.")
                .example(in: .routes, "workloads:\n  \"*\": {models: [acme/fast]}", "workloads:\n  chat: {models: [acme/fast]}")
        case .smallerWindow:
            .note(
                "smaller-window",
                "A fallback has a smaller context window than the first model, so that the longest requests have one fallback less. The dry run shows for "
                    + "a request which models it fits.")
        case .fewerFeatures:
            .note(
                "fewer-features",
                "A fallback lacks a feature that the first model has. Requests that need it have one fallback less.")
        }
    }
}
