public import WaybillInterchange

/// A clock that stands still until a test moves it: hours of waiting pass in no time, and in the same order on every machine.
///
/// Move it by hand around synchronous code and state machines:
///
/// ```swift
/// let time = VirtualTime()
/// let exchange = transport.start(request) { event in … }
/// time.advance(by: .seconds(2))
/// ```
///
/// or let it move by itself around `async` code, whenever nothing is left to do but wait:
///
/// ```swift
/// let response = try await time.run { try await router.respond(to: "Hello", workload: "test") }
/// ```
///
/// No action ever runs within ``schedule(at:_:)``, not even one that is due at once: it runs when the clock is next moved.
public final class VirtualTime: TimeSource {
    private let timers = VirtualTimers()
    private let worker: VirtualExecutor
    private let epoch: Duration

    /// Creates a clock whose ``now`` is zero.
    ///
    /// - Parameter unixTime: What ``unixTime`` begins with.
    public init(unixTime: Duration = .seconds(1_795_200_000)) {
        epoch = unixTime
        worker = VirtualExecutor(timers)
    }

    /// How far the clock was moved.
    public var now: Duration { timers.now }

    /// What the clock began with, and how far it was moved since.
    public var unixTime: Duration { epoch + now }

    /// Keeps `action` until the clock is moved to `time`.
    public func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        let number = timers.add(at: time, action)
        worker.wake()
        return Scheduled(number: number, timers: timers)
    }

    private struct Scheduled: ScheduledAction {
        let number: Int
        let timers: VirtualTimers

        func cancel() { timers.remove(number) }
    }

    // MARK: By hand

    /// When each scheduled action is due, earliest first.
    public var pendingTimers: [Duration] { timers.dates }

    /// Moves the clock forward and runs, in order, every action that becomes due, each at its time.
    ///
    /// Actions that these schedule within the span run too. Call it from one thread at a time.
    public func advance(by span: Duration) {
        let end = now + span
        while timers.runNext(until: end) {}
        timers.move(to: end)
    }

    /// Moves the clock to the next action that is due and runs it; of several due at one moment, the first that was scheduled.
    ///
    /// - Returns: `false` where no action is scheduled; the clock stands still then.
    @discardableResult
    public func advanceToNextTimer() -> Bool { timers.runNext() }

    /// Waits until at least this many actions are scheduled, for tests that move the clock by hand while code runs elsewhere.
    ///
    /// Returns early where the task is cancelled.
    public func waitUntilScheduled(count: Int) async { await timers.waitUntilAdded(count: count) }

    // MARK: By itself

    /// Runs `async` code under a clock that moves by itself: whenever every task in it waits, it jumps to the next action that is due.
    ///
    /// The code, its child tasks and the actors it calls run one after the other on one thread, together with the actions of the clock. So "every
    /// task waits" is a fact and no guess, no real time passes, and a run repeats itself exactly, however busy the machine is.
    ///
    /// What leaves this thread the clock cannot see, and will not wait for: unstructured tasks (give them ``executor`` as their preference),
    /// the main actor, sockets, dispatch queues.
    ///
    /// - Returns: What the code returns.
    public func run<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        try await withTaskExecutorPreference(worker, isolation: nil) {
            worker.beginRun()
            defer { worker.endRun() }
            return try await body()
        }
    }

    /// Where code runs that ``run(_:)`` waits for: `Task(executorPreference: time.executor) { … }`.
    public var executor: any TaskExecutor { worker }
}
