public import WaybillInterchange
public import WaybillRoutePlanning

/// Where each of several requests would go.
///
/// A project keeps requests as files and a matrix beside them; planned again after every change of the routes, it shows which of them went
/// elsewhere, and by which line.
///
/// ## Usage
/// ```swift
/// let matrix = try RouteMatrix([("refund.json", refund), ("scan.json", scan)], plannedBy: router)
/// let moves = matrix.moves(from: try RouteRecord.read(tableText))
/// ```
public struct RouteMatrix: Sendable {
    /// One request, and what becomes of it.
    public struct Row: Sendable {
        /// The request's name, such as its file's.
        public var name: String
        /// The kind of work that it asks for.
        public var workload: Workload
        /// Its plan; a failure where no route serves the workload.
        public var plan: Result<RoutePlan, ModelFailure>

        /// The candidate that is asked first, where there is one.
        public var chosen: PlannedCandidate? { (try? plan.get())?.chosen }
    }

    /// Requests that nobody can be asked, wherever the routes lead: one without a prompt, for example.
    public struct InvalidRequests: Error, Sendable {
        /// What is wrong with each, by its name; at least one.
        public var failures: [(name: String, failure: ModelFailure)]
    }

    /// The rows by the bytes of their names.
    public var rows: [Row]

    /// Plans requests as ``ModelRouter/plan(_:requiringKeys:health:)`` does.
    ///
    /// - Parameters:
    ///   - requests: The requests by names that differ.
    ///   - requiringKeys: As for a plan.
    ///   - health: As for a plan.
    /// - Throws: ``InvalidRequests`` with all that make no sense. A workload that no route serves is no such fault: routes come and go.
    public init(
        _ requests: [(name: String, request: ModelRequest)], plannedBy router: ModelRouter, requiringKeys: Bool = false,
        health: HealthSnapshot? = nil
    ) throws(InvalidRequests) {
        rows = []
        var invalid: [(name: String, failure: ModelFailure)] = []
        for (name, request) in requests.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            let plan: Result<RoutePlan, ModelFailure>
            do throws(ModelFailure) {
                plan = .success(try router.plan(request, requiringKeys: requiringKeys, health: health))
            } catch {
                guard error.kind == .unknownWorkload else {
                    invalid.append((name, error))
                    continue
                }
                plan = .failure(error)
            }
            rows.append(Row(name: name, workload: request.workload, plan: plan))
        }
        guard invalid.isEmpty else { throw InvalidRequests(failures: invalid) }
    }

    /// What is kept of the rows.
    public var records: [RouteRecord] { rows.map(\.record) }
}

extension RouteMatrix.Row {
    /// What is kept of the row: nothing that a comment or another price in the files would change.
    public var record: RouteRecord {
        let candidates = (try? plan.get())?.candidates ?? []
        return RouteRecord(name: name, workload: workload, models: candidates.filter { $0.verdict.reason == nil }.map(\.model))
    }
}

extension RouteMatrix: JSONWritable {
    /// `{"requests": [{"request", "workload", "models", "plan"}]}`; `error` in place of a plan that there is not.
    public var json: JSONValue { ["requests": rows.json] }
}

extension RouteMatrix.Row: JSONWritable {
    public var json: JSONValue {
        var object = record.json.objectValue ?? [:]
        switch plan {
        case .success(let plan): object["plan"] = plan.json
        case .failure(let failure): object["error"] = failure.json.objectValue?["error"] ?? failure.json
        }
        return .object(object)
    }
}
