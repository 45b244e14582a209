import Synchronization
import WaybillInterchange
import WaybillRoutes

/// The routes of models that are asked for by their own name, each made when it is first asked for.
///
/// Of a provider that takes any model id there is no end of them, so that only so many are kept.
final class NamedModels: Sendable {
    /// So many have a route at a time.
    static let most = 1_000

    private struct State {
        /// The routes that they belong to.
        var version = 0
        var setups: [Workload: RouterSetup] = [:]
    }

    private let transports: RouterTransports
    private let state = Mutex(State())

    init(transports: RouterTransports) { self.transports = transports }

    /// The routes in which one model serves, and no other.
    ///
    /// - Parameters:
    ///   - workload: The name of the model.
    ///   - whole: The routes in force.
    ///   - makeRoom: Called where as many models have a route as may: what is known of them has to be let go.
    /// - Throws: ``ModelFailure`` where the provider files have no such model.
    func setup(for workload: Workload, in whole: RouterSetup, makeRoom: () -> Void) throws(ModelFailure) -> RouterSetup {
        let version = whole.version.number
        if let known = state.withLock({ $0.version == version ? $0.setups[workload] : nil }) { return known }
        guard let name = ModelName(workload.rawValue), whole.table.facts(of: name) != nil else {
            throw Self.unknown(workload, in: whole.table)
        }
        let setup = RouterSetup(
            table: RouteTable(whole.table, of: name), number: version, transports: transports, tokenizers: whole.tokenizers)
        let isFull = state.withLock { state in
            let isFull = state.setups.count >= Self.most
            if isFull || state.version != version { state = State(version: version) }
            state.setups[workload] = setup
            return isFull
        }
        if isFull { makeRoom() }
        return setup
    }

    private static func unknown(_ workload: Workload, in table: RouteTable) -> ModelFailure {
        let name = ModelName(workload.rawValue)
        let hint: String
        if let provider = name.flatMap({ table.providers[$0.provider] }) {
            let models = provider.models.map { ModelName(provider: provider.name, id: $0.id).description }
            hint =
                nearestWord(to: workload.rawValue, among: models).map { "did you mean '\($0)'?" }
                ?? "add it to providers/\(provider.name).yaml."
        } else {
            let known = table.providers.keys.sorted()
            hint =
                nearestWord(to: name?.provider ?? "", among: known).map { "did you mean the provider '\($0)'?" }
                ?? "the providers are \(known.joined(separator: ", "))."
        }
        return ModelFailure(.unknownWorkload, scope: .request, "No provider file has the model '\(workload)'; \(hint)")
    }
}
