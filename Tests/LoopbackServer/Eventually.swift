/// Waits until a condition holds, looking again every millisecond or two, and gives up after five seconds.
///
/// - Returns: Whether it held in the end.
public func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(5)
    while clock.now < end {
        if condition() { return true }
        // A cancelled test ends here with the answer as it is.
        guard (try? await Task.sleep(for: .milliseconds(1), clock: clock)) != nil else { break }
    }
    return condition()
}
