package import WaybillInterchange

/// Everybody who may ask, valid by construction.
public struct CallerTable: Sendable, Hashable {
    /// The callers in the order of the file.
    public let callers: [Caller]
    /// Warnings; never errors.
    public let diagnostics: [Diagnostic]

    /// Checks and takes callers.
    ///
    /// The same rules hold for files and for callers built in code. Nobody at all is allowed: then every request is refused.
    ///
    /// - Throws: ``CallersInvalid`` with every problem where any of them is an error.
    public init(_ callers: [Caller]) throws(CallersInvalid) { try self.init(callers, at: nil) }

    /// Checks and takes the callers that stand at a place in a file.
    package init(_ callers: [Caller], at place: SourceLocation?) throws(CallersInvalid) {
        var log = DiagnosticLog()
        if callers.isEmpty { log.report(CallerFault.noCaller, "nobody has a key, so every request is refused", at: place) }
        Self.check(callers, &log)
        guard !log.hasErrors else { throw CallersInvalid(log.diagnostics) }
        self.callers = callers
        diagnostics = log.diagnostics
    }

    private static func check(_ callers: [Caller], _ log: inout DiagnosticLog) {
        var names: Set<String> = []
        var owners: [KeyHash: Caller] = [:]
        for caller in callers {
            if let problem = Caller.problem(ofName: caller.name) {
                log.report(CallerFault.badCallerName, "'\(caller.name)' cannot be a caller's name: \(problem)", at: caller.definedAt)
            }
            if !names.insert(caller.name).inserted {
                log.report(CallerFault.callerTwice, "there are two callers '\(caller.name)'", at: caller.definedAt)
            }
            checkLists(of: caller, &log)
            for key in caller.keys {
                guard let owner = owners.updateValue(caller, forKey: key) else { continue }
                let place = caller.places.keys[key] ?? caller.definedAt
                let other = owner.places.keys[key].map { " in line \($0.line)" } ?? ""
                log.report(
                    CallerFault.sharedKey,
                    owner.name == caller.name
                        ? "this hash is there twice for '\(caller.name)'; write it once"
                        : "this is the hash of the key of '\(owner.name)'\(other), too; give each caller a key of its own", at: place)
            }
            if let problem = caller.budget?.problem {
                log.report(ValueFault.contradiction, DiagnosticMessage(problem), at: caller.definedAt)
            }
        }
    }

    private static func checkLists(of caller: Caller, _ log: inout DiagnosticLog) {
        for (name, isEmpty) in [("key", caller.keys.isEmpty), ("workload", caller.workloads?.isEmpty == true)] where isEmpty {
            log.report(ValueFault.emptyCollection, "the caller '\(caller.name)' has an empty list of \(name)s", at: caller.definedAt)
        }
        let numbers = [
            ("concurrency", caller.concurrency), ("requests per minute", caller.rateLimits.requestsPerMinute),
            ("tokens per minute", caller.rateLimits.tokensPerMinute),
        ]
        for (name, number) in numbers where number.map({ $0 < 1 }) ?? false {
            log.report(ValueFault.outOfRange, "the caller '\(caller.name)': \(name) must be at least 1", at: caller.definedAt)
        }
    }
}

extension CallerTable {
    /// What callers are allowed that there is not: workloads without a route, and models that no provider file lists.
    ///
    /// These are warnings, since the files are changed one after the other: a workload may be granted before its route is written.
    public func findings(against routes: RouteTable) -> [Diagnostic] {
        var log = DiagnosticLog()
        let known = routes.routes.map(\.workload.rawValue).filter { $0 != "*" }
        for caller in callers {
            for workload in caller.workloads ?? [] where routes.route(for: workload) == nil {
                log.report(
                    CallerFault.workloadWithoutRoute,
                    DiagnosticMessage("no route serves the workload '\(workload)' that '\(caller.name)' may ask for")
                        .suggesting(nearestWord(to: workload.rawValue, among: known)),
                    at: caller.places.workloads[workload] ?? caller.definedAt)
            }
            for grant in caller.models {
                guard let message = Self.problem(of: grant, in: routes) else { continue }
                log.report(CallerFault.modelWithoutFacts, message, at: caller.places.models[grant] ?? caller.definedAt)
            }
        }
        return log.diagnostics
    }

    private static func problem(of grant: ModelGrant, in routes: RouteTable) -> DiagnosticMessage? {
        switch grant {
        case .any: return nil
        case .provider(let name):
            guard routes.providers[name] == nil else { return nil }
            let near = nearestWord(to: name, among: routes.providers.keys.sorted())
            return DiagnosticMessage("there is no provider '\(name)'").suggesting(near.map { "\($0)/*" })
        case .model(let name):
            guard routes.facts(of: name) == nil else { return nil }
            let known = routes.providers.values.flatMap { provider in
                provider.models.map { ModelName(provider: provider.name, id: $0.id).description }
            }
            return DiagnosticMessage("no provider file has the model '\(name)'")
                .suggesting(nearestWord(to: name.description, among: known.sorted()))
        }
    }
}

/// Callers that cannot be, with everything that is wrong with them.
public struct CallersInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// Every diagnostic, errors among them.
    public var diagnostics: [Diagnostic]

    /// Creates an error.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One diagnostic a line.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
