import Waybill
import WaybillTesting

/// Runs one world: the real router, on a simulated wire, under a clock that moves by itself.
struct Simulation: Sendable {
    let world: SimulatedWorld
    let story: SimulationStory
    /// What should never happen and fits nowhere in the story.
    let oddities: [String]

    /// Runs the world of a seed to its end.
    init(seed: UInt64) async throws {
        let world = SimulatedWorld(seed: seed)
        let time = VirtualTime()
        let log = SimulationLog(time: time)
        let options = RouterOptions(
            transport: SimulatedWire(world, log: log, time: time), time: time, secrets: SecretReader(environment: { $0.lowercased() }),
            ledger: log, logger: nil, seed: seed)
        let router = ModelRouter(table: try RouteTable(providers: world.providers, routes: [world.route]), options: options)
        await time.run {
            await withTaskGroup { group in
                for caller in world.callers {
                    group.addTask { await SimulatedCaller(caller, router: router, log: log, time: time).run() }
                }
            }
            // What still goes on when every call is over has time to show.
            await time.pause(until: time.now + .seconds(600))
        }
        self.world = world
        story = log.whole
        oddities = story.oddities + Self.leftBehind(by: router.health())
    }

    /// What is still held when every call has long been over.
    private static func leftBehind(by health: HealthSnapshot) -> [String] {
        let servers = health.servers.filter { $0.inUse != 0 || $0.waiting != 0 }
        let keys = health.models.flatMap { model in
            model.keys.filter { key in
                key.waiting != 0 || [key.requests, key.tokens].contains { $0.map { $0.remaining != $0.limit } ?? false }
            }
        }
        return servers.map { "something is left behind: \($0)" } + keys.map { "something is left behind: \($0)" }
    }
}

/// One caller at work.
private struct SimulatedCaller {
    let caller: SimulatedWorld.Caller
    let router: ModelRouter
    let log: SimulationLog
    let time: VirtualTime

    init(_ caller: SimulatedWorld.Caller, router: ModelRouter, log: SimulationLog, time: VirtualTime) {
        self.caller = caller
        self.router = router
        self.log = log
        self.time = time
    }

    func run() async {
        await time.pause(until: caller.starts)
        let task = Task(executorPreference: time.executor) { await call() }
        if let patience = caller.patience {
            _ = time.schedule(at: time.now + patience) {
                log.note { story, moment in
                    guard story.calls[caller.number]?.ended == nil else { return }
                    story.calls[caller.number]?.cancelled = moment
                }
                task.cancel()
            }
        }
        await task.value
    }

    private func call() async {
        log.note { story, moment in story.calls[caller.number] = .init(caller: caller, began: moment) }
        let outcome = await outcome()
        log.note { story, moment in
            story.calls[caller.number]?.ended = moment
            story.calls[caller.number]?.outcome = outcome
        }
    }

    private func outcome() async -> SimulationStory.Call.Outcome {
        do {
            switch caller.delivery {
            case .response: return .response(try await router.respond(to: caller.request))
            case .stream, .restartableStream: return try await read()
            }
        } catch let failure as ModelFailure {
            return .failure(failure)
        } catch {
            return .cancelled
        }
    }

    private func read() async throws -> SimulationStory.Call.Outcome {
        var events = 0
        var response: ModelResponse?
        for try await event in router.stream(caller.request, mayRestart: caller.delivery == .restartableStream) {
            events += 1
            log.note { story, moment in story.calls[caller.number]?.events.append((moment, event)) }
            if case .finished(let finished) = event { response = finished }
            if events == caller.dropsAfter, response == nil {
                log.note { story, moment in story.calls[caller.number]?.cancelled = moment }
                return .dropped
            }
        }
        return response.map { .response($0) } ?? .cancelled
    }
}

extension VirtualTime {
    /// Waits until the clock was moved to a time.
    func pause(until moment: Duration) async {
        guard moment > now else { return }
        await withCheckedContinuation { continuation in _ = schedule(at: moment) { continuation.resume() } }
    }
}
