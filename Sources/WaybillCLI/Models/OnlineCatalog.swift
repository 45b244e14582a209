import Waybill

/// What providers say of the models that they offer.
struct OnlineCatalog {
    /// What one provider said.
    struct Answer {
        let provider: Provider
        /// Its models; a failure where it could not be asked.
        let result: Result<[OfferedModel], ModelFailure>
    }

    /// The providers that could be asked at all, in their order.
    let answers: [Answer]

    /// Asks all of these at once; those that answer in process have no list.
    static func ask(_ providers: [Provider], _ router: ModelRouter) async throws -> OnlineCatalog {
        let asked = providers.filter { $0.api != .rehearsal }
        return try await cancellingOnInterrupt {
            try await withThrowingTaskGroup(of: Answer.self) { group in
                for provider in asked { group.addTask { try await answer(of: provider, router) } }
                let answers = try await group.reduce(into: [:]) { $0[$1.provider.name] = $1 }
                return OnlineCatalog(answers: asked.compactMap { answers[$0.name] })
            }
        }
    }

    private static func answer(of provider: Provider, _ router: ModelRouter) async throws -> Answer {
        do {
            return Answer(provider: provider, result: .success(try await router.offeredModels(of: provider.name)))
        } catch let failure as ModelFailure {
            return Answer(provider: provider, result: .failure(failure))
        }
    }

    /// Whether nobody answered who was asked.
    var isUseless: Bool {
        !answers.isEmpty
            && answers.allSatisfy { answer in
                if case .failure = answer.result { true } else { false }
            }
    }

    /// What a provider said; `nil` where it has no list.
    func answer(of provider: String) -> Answer? { answers.first { $0.provider.name == provider } }
}

extension OnlineCatalog.Answer {
    /// What the provider offers under this id; `nil`: nothing, or it could not be asked.
    func offer(_ id: String) -> OfferedModel? { (try? result.get())?.first { $0.id == id } }

    /// What the provider says of a model otherwise than the file, a sentence each.
    func differences(from model: Model) -> [String] {
        guard case .success(let offered) = result, model.id != "*" else { return [] }
        guard let offer = offered.first(where: { $0.id == model.id }) else { return ["its provider does not list it"] }
        var lines: [String] = []
        if let date = offer.shutdown, date != model.shutdown {
            lines.append(
                "its provider shuts it down on \(date)\(model.shutdown.map { ", the file says \($0)" } ?? ", the file says nothing")")
        }
        if let window = offer.contextWindow, window != model.contextWindow {
            lines.append(
                "its server's window is \(window)\(model.contextWindow.map { ", the file says \($0)" } ?? ", the file says nothing")")
        }
        return lines
    }

    /// The ids that the provider offers and its file does not name.
    var unlisted: [String] {
        let listed = Set(provider.models.map(\.id))
        return ((try? result.get()) ?? []).map(\.id).filter { !listed.contains($0) }
    }
}
