import Waybill

/// Says which promises a run broke.
///
/// It knows the world and the story alone, and the promises in words of its own: nothing here asks the router's code what is right.
struct SimulationOracle {
    let world: SimulatedWorld
    let story: SimulationStory
    private let oddities: [String]

    init(_ simulation: Simulation) {
        world = simulation.world
        story = simulation.story
        oddities = simulation.oddities
    }

    /// Every promise that was broken, with the place.
    var violations: [String] {
        var found = oddities
        for caller in world.callers {
            guard let call = story.calls[caller.number], let outcome = call.outcome, let ended = call.ended else {
                found.append("caller \(caller.number): its call never ended")
                continue
            }
            let seen = SeenCall(call: call, outcome: outcome, ended: ended, exchanges: story.exchanges(of: call), world: world)
            let broken =
                checkContent(seen) + checkAttempts(seen) + checkTimes(seen) + checkWaits(seen) + checkReport(seen) + checkEnd(seen)
                + checkHealth(seen)
                + checkPools(seen) + checkHedges(seen)
            found += broken.map { "caller \(caller.number): \($0)" }
        }
        return found + checkPauses() + checkBreakers() + checkKeys() + checkLimits() + checkMeters() + checkLines() + checkBooks()
    }
}

/// One call with all that is known of it.
struct SeenCall {
    let call: SimulationStory.Call
    let outcome: SimulationStory.Call.Outcome
    let ended: SimulationStory.Moment
    /// Its requests, in order.
    let exchanges: [SimulationStory.Exchange]
    let world: SimulatedWorld

    var settings: RouteSettings { world.route.settings }
    var deadline: Duration { call.began.time + world.deadline(of: call.caller) }
    /// Whether the caller gave up before the end.
    var wasGivenUp: Bool {
        switch outcome {
        case .cancelled, .dropped: true
        case .response, .failure: false
        }
    }

    /// The report that the caller got.
    var report: RouteReport? { outcome.report }

    /// What the caller holds at the end: what came since it was last told to start over.
    var received: SimulatedAnswer {
        var received = SimulatedAnswer([])
        var places: [Int: Int] = [:]
        for (_, event) in call.events {
            switch event {
            case .restarted:
                received = SimulatedAnswer([])
                places = [:]
            case .textDelta(let text): received.text += text
            case .refusalDelta(let text): received.refusal += text
            case .toolCallDelta(let delta):
                if let place = places[delta.index] {
                    received.calls[place].arguments += delta.arguments
                } else {
                    places[delta.index] = received.calls.count
                    received.calls.append(.init(name: delta.name, arguments: delta.arguments))
                }
            default: break
            }
        }
        return received
    }

    /// Whether it was ever handed content, be it void by now.
    var gotContent: Bool { call.events.contains { $0.event.isContent } }

    /// Whether the route's fixed text was all that came.
    var gotLastResort: Bool { received.text == SimulatedWorld.lastResort }

    var isStreamed: Bool { call.caller.delivery != .response }
}

extension SimulationOracle {
    /// What a call's plan came to, for the words of a broken promise.
    static func verdicts(_ report: RouteReport?) -> String {
        (report?.candidates ?? []).map { "\($0.model) \($0.verdict)" }.joined(separator: ", ")
    }
}

extension SimulationStory.Exchange {
    /// Whether the client got everything that the server had to say.
    var cameToItsEnd: Bool { ended != nil && cancelled == nil }

    /// What it rules out for the rest of its call.
    ///
    /// That a continuation used up the output limit says nothing of the request, whose answer was begun within it.
    var forbids: SimulatedFault.Forbidden { fault == .onlyReasoning && beginning != nil ? .model : fault.forbids }

    /// When it no longer went on.
    var over: SimulationStory.Moment? { cancelled ?? ended }

    /// Whether it no longer went on at a moment.
    func isOver(by moment: SimulationStory.Moment) -> Bool { over.map { $0 < moment } ?? false }

    /// The whole of what it would have left its caller with.
    var whole: SimulatedAnswer { beginning.map(answer.following) ?? answer }
}

extension SimulationStory.Call.Outcome {
    /// The report that came with it.
    var report: RouteReport? {
        switch self {
        case .response(let response): response.route
        case .failure(let failure): failure.route
        case .cancelled, .dropped: nil
        }
    }
}
