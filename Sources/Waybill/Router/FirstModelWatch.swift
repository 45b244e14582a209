import Synchronization
import WaybillInterchange

/// Notices when calls of a route have gone without its first model for long: each is answered, but not as was intended.
final class FirstModelWatch: Sendable {
    /// What has a first model: a route, or a rule in it.
    struct Key: Hashable {
        let route: Workload
        let rule: Int
    }

    private struct Standing {
        /// The first model.
        let model: ModelName
        /// Since when the first model has not answered.
        var since: Duration
        /// When that was last told.
        var told: Duration?
    }

    private let patience: Duration
    private let standings = Mutex<[Key: Standing]>([:])

    /// Creates a watch.
    ///
    /// - Parameter patience: How long a first model may be missing before that is told, and told again.
    init(patience: Duration) { self.patience = patience }

    /// A call of a route is over.
    ///
    /// - Parameters:
    ///   - first: The route's first model.
    ///   - isServedByFirst: Whether that model answered it.
    ///   - began: When the call began.
    /// - Returns: For how long the first model has not answered, where that is to be told.
    func callEnded(
        _ key: Key, first: ModelName, isServedByFirst: Bool, began: Duration, at now: Duration
    ) -> Duration? {
        standings.withLock { standings in
            guard !isServedByFirst else {
                standings[key] = nil
                return nil
            }
            var standing = standings[key].flatMap { $0.model == first ? $0 : nil } ?? Standing(model: first, since: began)
            defer { standings[key] = standing }
            guard now - (standing.told ?? standing.since) >= patience else { return nil }
            standing.told = now
            return now - standing.since
        }
    }

    /// Forgets what has another first model now, or is gone.
    func keep(_ firsts: [Key: ModelName]) {
        standings.withLock { $0 = $0.filter { firsts[$0.key] == $0.value.model } }
    }
}
