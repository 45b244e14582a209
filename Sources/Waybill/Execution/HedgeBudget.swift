import Synchronization
import WaybillInterchange
import WaybillRoutes

/// How many more calls of each route may ask a second model beside a silent one, where only a share of them may.
///
/// Every call brings its share of a hedge, up to ten of them, and every hedge takes a whole one: so that a model that is slow for all does
/// not have the next one asked twice as much.
final class HedgeBudget: Sendable {
    private static let whole = 1_000_000
    private static let most = 10 * whole

    /// Millionths of a hedge, by the workload of the route.
    private let credits = Mutex<[Workload: Int]>([:])

    /// A call of the route begins.
    func begin(_ route: Workload, _ share: Share) {
        credits.withLock { $0[route] = min(Self.most, $0[route, default: 0] + share.millionths) }
    }

    /// Lets go of the credit of all routes but these.
    func keep(_ routes: some Sequence<Workload>) {
        let routes = Set(routes)
        credits.withLock { $0 = $0.filter { routes.contains($0.key) } }
    }

    /// Whether a call of the route may hedge, which uses up a hedge if so.
    func take(_ route: Workload) -> Bool {
        credits.withLock { credits in
            guard let credit = credits[route], credit >= Self.whole else { return false }
            credits[route] = credit - Self.whole
            return true
        }
    }
}
