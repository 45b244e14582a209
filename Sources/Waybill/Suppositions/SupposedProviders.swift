import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes

/// The providers of a call that is only played: each answers what is supposed of it, in the bytes of its API.
final class SupposedProviders: Sendable {
    private struct State {
        var requests = 0
        /// How many steps of each course were taken.
        var taken: [Suppositions.Target: Int] = [:]
        var answers: [ModelName: SupposedAnswer] = [:]

        /// Takes the next step of a model's course; without one, or after its end, it answers.
        mutating func nextStep(for model: ModelName, _ suppositions: Suppositions) -> RehearsalScript.Step {
            let answer = RehearsalScript.Step.answer(RehearsalScript.Answer(text: RehearsalScript.Answer.fixedText))
            guard let target = suppositions.target(for: model) else { return answer }
            let number = taken[target, default: 0]
            taken[target] = number + 1
            return suppositions.courses[target]?.step(number) ?? answer
        }
    }

    private let suppositions: Suppositions
    private let time: any TimeSource
    private let stage: ExchangeStage
    private let state = Mutex(State())

    init(_ suppositions: Suppositions, time: any TimeSource) {
        self.suppositions = suppositions
        self.time = time
        stage = ExchangeStage(time: time)
    }

    /// Makes up what each candidate of a plan answers where nothing else is supposed.
    func prepare(for plan: RoutePlan) {
        state.withLock { state in
            for candidate in plan.candidates { state.answers[candidate.model] = SupposedAnswer(of: candidate, within: plan.deadline) }
        }
    }

    /// What carries requests to a provider.
    func transport(for provider: Provider) -> any Transport { SupposedTransport(providers: self, name: provider.name, stage: stage) }

    /// What a provider does with a request.
    fileprivate func cues(for request: TransportRequest, at provider: String) -> [TransportCue] {
        let stamp = state.withLock { state in
            state.requests += 1
            return RehearsalStamp(number: state.requests, created: Int(time.unixTime.components.seconds))
        }
        do throws(RehearsedError) {
            let understood = try RehearsedRequest(request)
            let model = ModelName(provider: provider, id: understood.model)
            let (step, answer) = state.withLock { ($0.nextStep(for: model, suppositions), $0.answers[model]) }
            return cues(step, for: understood, answer, stamp)
        } catch {
            return error.cues(requestID: stamp.requestID)
        }
    }

    private func cues(
        _ step: RehearsalScript.Step, for request: RehearsedRequest, _ supposed: SupposedAnswer?, _ stamp: RehearsalStamp
    ) -> [TransportCue] {
        guard case .answer(let answer) = step.taken(by: request) else {
            var cues = RehearsalPerformance.cues(step, for: request, stamp: stamp)
            if !cues.isEmpty { cues[0].delay += SupposedAnswer.errorDelay }
            return cues
        }
        let script = supposed?.filling(answer, for: request) ?? answer
        return RehearsalPerformance.cues(.answer(script), for: request, stamp: stamp)
    }
}

/// The way to one of the ``SupposedProviders``.
private struct SupposedTransport: Transport {
    let providers: SupposedProviders
    let name: String
    let stage: ExchangeStage

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        stage.play(providers.cues(for: request, at: name), for: request, onEvent: onEvent)
    }

    func close() { stage.close() }
}
