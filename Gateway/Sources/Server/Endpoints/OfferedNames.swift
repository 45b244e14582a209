import GatewayAccess
import Waybill

/// What clients may write as `model`, as `GET /v1/models` lists it.
struct OfferedNames {
    private let names: [String]

    /// The workloads that have a route, and where models may be named, those of the provider files; of both only what the caller may ask for.
    init(_ table: RouteTable, _ options: GatewayOptions, to caller: Caller?) {
        let workloads = table.routes.map(\.workload.rawValue).filter { $0 != "*" }
        let models = table.providers.values.flatMap { provider in provider.models.map { "\(provider.name)/\($0.id)" } }
        names = (workloads + (options.allowsModels ? models.sorted() : []))
            .filter { caller?.mayAsk(for: Workload(rawValue: $0)) ?? true }
    }

    /// The list.
    var list: JSONValue { ["object": "list", "data": .array(names.map(Self.entry))] }

    /// One entry; `nil` where there is no such name.
    func entry(of name: String) -> JSONValue? { names.contains(name) ? Self.entry(name) : nil }

    private static func entry(_ name: String) -> JSONValue {
        let owner = ModelName(name)?.provider ?? "waybill"
        return ["id": .string(name), "object": "model", "created": 0, "owned_by": .string(owner)]
    }
}
