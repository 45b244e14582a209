/// What cannot work in a route: WB110 to WB149.
package enum RouteFault: String, FaultKind {
    case badWorkload = "WB110"
    case workloadTwice = "WB111"
    case emptyRoute = "WB112"
    case unknownProvider = "WB113"
    case unknownModel = "WB114"
    case candidateTwice = "WB115"
    case modelWithoutProvider = "WB116"
    case unknownEffort = "WB117"
    case badCondition = "WB118"
    case budgetWithoutLedger = "WB119"

    package var entry: FaultEntry {
        switch self {
        case .badWorkload:
            .error("bad-workload", "The tag of a workload is not empty and has no `/`, so that it is never taken for a model.")
                .example(in: .routes, "workloads: {shop/chat: {models: [acme/fast]}}", "workloads: {shop-chat: {models: [acme/fast]}}")
        case .workloadTwice:
            .error(
                "workload-twice",
                "Two routes are for one workload. Only routes built in code can have this; in a file it is a duplicate key.")
        case .emptyRoute:
            .error("empty-route", "A route has no model, or the file no route, so that nothing could be served.")
                .example(in: .workload, "models: []", "models: [acme/fast]")
        case .unknownProvider:
            .error(
                "unknown-provider",
                "A route names a provider that has no file in the folder of the provider files. `acme/fast` is the model `fast` of `providers/acme.yaml`."
            )
            .example(in: .workload, "models: [acmee/fast]", "models: [acme/fast]")
        case .unknownModel:
            .error(
                "unknown-model",
                "A route names a model that its provider's file does not list. A model needs no facts: `MODEL-ID: {}` is enough, and `\"*\"` allows any."
            )
            .example(in: .workload, "models: [acme/fats]", "models: [acme/fast]")
        case .candidateTwice:
            .error(
                "candidate-twice",
                "A model is in a route twice. It would be asked again where it just failed; `attempts` says how often that is."
            )
            .example(in: .workload, "models: [acme/fast, acme/fast]", "models: [acme/fast]")
        case .modelWithoutProvider:
            .error("model-without-provider", "A model is named with its provider, as `provider/model-id`, since several may offer it.")
                .example(in: .workload, "models: [fast]", "models: [acme/fast]")
        case .unknownEffort:
            .error(
                "unknown-effort",
                "A reasoning effort is none of the usual ones, and no model that may serve lists it under `efforts`. It is probably misspelled."
            )
            .example(in: .workload, "parameters: {reasoning_effort: ultra}", "parameters: {reasoning_effort: high}")
        case .budgetWithoutLedger:
            .error(
                "budget-without-ledger",
                "A budget is kept in the ledger, where all processes count together, and the program that loads the routes keeps no ledger. `waybill check` "
                    + "does not find this: whether there is one, the program knows.")
        case .badCondition:
            .error(
                "bad-condition",
                "The condition of a rule under `by` says nothing, so that the rule would always hold, or something that no request can be."
            )
            .example(
                in: .workload, "by: [{when: {}, models: [acme/thorough]}]\nmodels: [acme/fast]",
                "by: [{when: {needs: [images]}, models: [acme/thorough]}]\nmodels: [acme/fast]")
        }
    }
}
