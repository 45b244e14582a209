import Synchronization
import WaybillCurlTransport
import WaybillInterchange
import WaybillRoutes

/// The transports of a router: one for the network, made when first needed, and one for every rehearsal provider.
final class RouterTransports: Sendable {
    private struct State {
        var network: (any Transport)?
        var rehearsals: [String: RehearsalTransport] = [:]
        var isClosed = false
    }

    private let time: any TimeSource
    private let isOwner: Bool
    private let supposed: SupposedProviders?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - network: What takes the place of the network; `nil`: libcurl.
    ///   - supposed: What takes the place of everything, for a call that is only played.
    init(network: (any Transport)?, time: any TimeSource, supposed: SupposedProviders? = nil) {
        self.time = time
        self.supposed = supposed
        isOwner = network == nil
        state = Mutex(State(network: network))
    }

    /// What carries requests to a provider.
    func transport(for provider: Provider) -> any Transport {
        if let supposed { return supposed.transport(for: provider) }
        return state.withLock { state in
            guard let script = provider.script, provider.api == .rehearsal else {
                if let network = state.network { return network }
                let network = CurlTransport()
                // Routes that came while the router closed: nothing is sent by them.
                if state.isClosed { network.close() }
                state.network = network
                return network
            }
            if let rehearsal = state.rehearsals[provider.name], rehearsal.plays(script, of: provider) { return rehearsal }
            let rehearsal = RehearsalTransport(script: script, of: provider, time: time)
            state.rehearsals[provider.name] = rehearsal
            return rehearsal
        }
    }

    /// Lets go of the rehearsals of all providers but these, once the calls that play them are over.
    func keep(_ providers: some Sequence<String>) {
        let providers = Set(providers)
        state.withLock { $0.rehearsals = $0.rehearsals.filter { providers.contains($0.key) } }
    }

    /// Closes what this object made; a transport that was given to it stays open.
    func close() {
        let (network, rehearsals) = state.withLock { state in
            state.isClosed = true
            return (isOwner ? state.network : nil, state.rehearsals)
        }
        network?.close()
        for rehearsal in rehearsals.values { rehearsal.close() }
    }
}
