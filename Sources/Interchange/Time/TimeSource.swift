/// Where time comes from.
///
/// Injected, so that hours of retries run in milliseconds in a test.
public protocol TimeSource: Sendable {
    /// Time since some fixed point, never going back.
    var now: Duration { get }

    /// Time since 1970-01-01 00:00 UTC, by the wall clock.
    var unixTime: Duration { get }

    /// Runs `action` once, at `time` or soon after, on any thread. `action` returns quickly and never blocks.
    ///
    /// - Parameter time: A moment on the scale of ``now``; one that has passed runs the action at once.
    func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction
}

/// An action waiting for its time.
public protocol ScheduledAction: Sendable {
    /// Prevents the action from running, unless it already runs. Harmless afterwards.
    func cancel()
}
