import Synchronization
package import WaybillInterchange
package import WaybillRoutes

/// Answers requests in process with the bytes of the real APIs, from a script: for demos and tests, without server, key or network.
///
/// Every request takes the script's next step; after the last comes the first. The request's path tells which API answers
/// (`…/responses` or `…/chat/completions`), its body whether the answer is streamed. A request that is neither gets the API's own error and takes no
/// step.
///
/// Where the provider says what a model's prompt cache does, an answer without usage of its own reports what that cache read and wrote.
package final class RehearsalTransport: Transport {
    /// What is answered.
    package let script: RehearsalScript
    let caches: RehearsedCaches?
    private let time: any TimeSource
    private let stage: ExchangeStage
    private let progress = Mutex(Progress())

    /// How far the script was played.
    private struct Progress {
        var requests = 0
        var steps = 0
    }

    /// Creates a transport at the beginning of its script.
    ///
    /// - Parameters:
    ///   - provider: Whose models' prompt caches are rehearsed; `nil`: none.
    ///   - time: All waiting goes through it, and every event is told from one of its actions, never within a call of the transport.
    package init(script: RehearsalScript, of provider: Provider? = nil, time: any TimeSource) {
        self.script = script
        caches = provider.map(RehearsedCaches.init)
        self.time = time
        stage = ExchangeStage(time: time)
    }

    /// Whether it does what another version of the provider's file says.
    func plays(_ script: RehearsalScript, of provider: Provider) -> Bool {
        self.script == script && caches?.rules == RehearsedCaches(provider).rules
    }

    package func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        stage.play(cues(for: request), for: request, onEvent: onEvent)
    }

    package func close() { stage.close() }

    private func cues(for request: TransportRequest) -> [TransportCue] {
        let stamp = RehearsalStamp(number: next(\.requests) + 1, created: Int(time.unixTime.components.seconds))
        do throws(RehearsedError) {
            var understood = try RehearsedRequest(request)
            let step = script.step(next(\.steps))
            if case .answer(let answer) = step.taken(by: understood), !understood.asksForCount, answer.usage == nil {
                let now = time.now
                understood.input = caches?.take(understood, headers: request.headers, at: now, answered: now + answer.delay)
            }
            return RehearsalPerformance.cues(step, for: understood, stamp: stamp)
        } catch {
            return error.cues(requestID: stamp.requestID)
        }
    }

    /// Counts on; the count before.
    private func next(_ count: WritableKeyPath<Progress, Int>) -> Int {
        progress.withLock { progress in
            defer { progress[keyPath: count] += 1 }
            return progress[keyPath: count]
        }
    }
}

extension RehearsalScript {
    /// The step of the n-th request, from 0; an empty answer where there are no steps.
    fileprivate func step(_ number: Int) -> Step {
        steps.isEmpty ? .answer(Answer()) : steps[number % steps.count]
    }
}
