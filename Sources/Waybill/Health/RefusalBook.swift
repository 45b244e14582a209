import Synchronization
import WaybillInterchange
import WaybillRoutePlanning

/// What models refused lately, so that the next request to each does without from the start.
///
/// It is kept by address and model, whichever key was used.
final class RefusalBook: Sendable {
    private struct Entry {
        let repair: RequestRepair
        let end: Duration
    }

    /// How long a refusal is remembered: a server's owner may teach it what it did not know.
    static let memory = Duration.seconds(600)
    /// How many refusals of one model are remembered, the latest.
    static let limit = 16

    private let entries = Mutex<[ModelAddress: [Entry]]>([:])

    /// What each model refused lately.
    func repairs(of endpoints: some Sequence<Endpoint>, at now: Duration) -> [ModelName: [RequestRepair]] {
        entries.withLock { entries in
            guard !entries.isEmpty else { return [:] }
            var known: [ModelName: [RequestRepair]] = [:]
            for endpoint in endpoints {
                guard let all = entries[endpoint.address] else { continue }
                let lasting = all.filter { $0.end > now }
                if lasting.count < all.count { entries[endpoint.address] = lasting.isEmpty ? nil : lasting }
                known[endpoint.name] = lasting.map(\.repair)
            }
            return known
        }
    }

    /// Lets go of what is known of all but these.
    func keep(_ endpoints: some Sequence<Endpoint>) {
        let keys = Set(endpoints.map(\.address))
        entries.withLock { $0 = $0.filter { keys.contains($0.key) } }
    }

    /// A model refused a parameter.
    func note(_ repair: RequestRepair, of endpoint: Endpoint, at now: Duration) {
        entries.withLock { entries in
            var known = entries[endpoint.address] ?? []
            known.removeAll { $0.repair == repair || $0.end <= now }
            known.append(Entry(repair: repair, end: now + Self.memory))
            entries[endpoint.address] = known.suffix(Self.limit)
        }
    }
}
