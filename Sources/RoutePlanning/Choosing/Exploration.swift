import WaybillInterchange
import WaybillRoutes

/// Which requests of a route that asks the fastest go to another candidate first, so that all of them are timed now and then.
///
/// Hangs on nothing but the request's key and what is known of the candidates: the dry run tells it as the call does it.
struct Exploration: Sendable {
    /// The share of requests.
    let share: Share
    /// What tells its draw from those of other routes.
    private let salt: UInt64

    init(_ share: Share, of workload: Workload) {
        self.share = share
        salt = nameHash("\(workload)\nexplored")
    }

    /// Whether requests of this key are for exploring.
    func takes(_ key: UInt64) -> Bool {
        var random = SeededGenerator(seed: key ^ salt)
        return random.next() % 1_000_000 < UInt64(max(0, share.millionths))
    }

    /// Which candidate a request of this key goes to, of those that can serve, the fastest first; `nil`: the fastest, as any other request.
    ///
    /// The one that was asked least lately, if it was asked less than its part of the share.
    func pick(for key: UInt64, among able: [(place: Int, recentCalls: Double, isTimed: Bool)]) -> Int? {
        guard able.count > 1, takes(key) else { return nil }
        let others = able.dropFirst()
        let all = able.reduce(0) { $0 + $1.recentCalls }
        let part = all * Double(share.millionths) / 1_000_000 / Double(others.count)
        return others.filter { !$0.isTimed || $0.recentCalls < part }.min { $0.recentCalls < $1.recentCalls }?.place
    }
}
