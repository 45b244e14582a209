import WaybillRoutes
import WaybillTokenCounting

/// The counters that a planner needs, each once, while they are gathered.
struct RequestCounters {
    private struct Key: Hashable {
        var tokenizer: Tokenizer
        var rules: RequestRules
    }

    private(set) var all: [RequestCounter] = []
    private var places: [Key: Int] = [:]
    /// Texts are remembered for all of them together.
    private let memo = TextCountMemo()

    /// Where the counter for a model stands in ``all``.
    mutating func place(for model: Model, of provider: Provider, tokenizer: Tokenizer) -> Int {
        let key = Key(
            tokenizer: tokenizer,
            rules: RequestRules(form(of: model, of: provider), model: model.id, tokenizer: model.tokenizer))
        if let place = places[key] { return place }
        all.append(RequestCounter(key.tokenizer, key.rules, memo: memo))
        places[key] = all.count - 1
        return all.count - 1
    }

    private func form(of model: Model, of provider: Provider) -> RequestRules.Form {
        switch provider.api == .rehearsal ? provider.speaks : model.api ?? provider.api {
        case .openAIResponses: .responses
        case .openAIChat: .chat
        default: .compatible
        }
    }
}
