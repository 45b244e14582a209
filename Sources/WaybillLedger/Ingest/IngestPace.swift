/// Decides when what was recorded is brought to the database: when calls leave time for it, or when it has waited for long.
///
/// Calls come first, whoever reads the books later. And records that are taken in together cost less than bit by bit among calls, where the
/// processors' caches never hold what that needs, and lose what the calls need.
struct IngestPace: Sendable {
    /// For how long nothing is recorded where calls leave time.
    var lull = Duration.milliseconds(100)
    /// For how long a record waits for that.
    var patience = Duration.seconds(5)

    /// How much was recorded when it was last asked.
    private var recorded = 0
    /// Since when records may have been waiting; `nil`: none was when it was last asked.
    private var since: ContinuousClock.Instant?

    enum Step: Equatable {
        /// Nothing waits.
        case rest
        /// To be asked again after this time.
        case wait(Duration)
        /// Calls leave time: a portion is to be taken in. Then it is to be asked again.
        case portion
        /// Records have waited for long: all that wait now are to be taken in, whatever else there is to do.
        case everything
    }

    /// What is to be done now.
    mutating func step(_ backlog: Journal.Backlog, at now: ContinuousClock.Instant) -> Step {
        guard backlog.waiting > 0 else {
            since = nil
            return .rest
        }
        let isLull = recorded == backlog.recorded
        recorded = backlog.recorded
        guard let since else {
            self.since = now
            return .wait(lull)
        }
        if isLull { return .portion }
        guard now - since >= patience else { return .wait(lull) }
        self.since = now
        return .everything
    }
}
