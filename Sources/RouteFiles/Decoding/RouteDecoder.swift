import WaybillInterchange
import WaybillRoutes

/// Decodes the workloads of `routes.yaml`.
struct RouteDecoder {
    let reading: Reading
    /// Every model that the provider files list, for suggestions.
    let models: [ModelName]

    /// Decodes one workload; `nil` where its tag cannot be one, or no candidate could be decoded.
    ///
    /// - Parameter root: What is under the tag, with what it takes over from another workload filled in.
    func route(_ tag: String, at location: SourceLocation, _ root: Inheritance.Outcome) -> Route? {
        guard Workload(rawValue: tag).isValid else {
            reading.report(
                RouteFault.badWorkload,
                "\(quoted(tag)) cannot be a workload: a tag has no '/', so that it is never taken for a model", at: location)
            return nil
        }
        var route = Route(workload: Workload(rawValue: tag), models: [])
        route.definedAt = location
        guard var fields = Fields(root.tree, of: Self.owner, reading, isIncomplete: root.isIncomplete) else { return nil }
        let candidates = decode(&route, &fields)
        fields.finish()
        // A list that is empty for its faults alone is not found empty again.
        guard let candidates, !candidates.isEmpty || root.tree["models"]?.items?.isEmpty == true else { return nil }
        route.candidates = candidates
        return route
    }

    /// What can be written in a workload.
    static var schema: MappingSchema {
        Fields.describe(owner) { fields in
            var route = Route(workload: "", models: [])
            return RouteDecoder(reading: fields.reading, models: []).decode(&route, &fields)
        }
    }

    private static let owner = "a workload"

    /// Decodes everything but the candidates into the route, and returns these.
    private func decode(_ route: inout Route, _ fields: inout Fields) -> [Candidate]? {
        fields.skip("like", .word, "another workload, from which everything is taken over that is not said here")
        route.description = fields.read("description", .text, "for people")
        let candidates = fields.require(
            "models", .list(of: candidate), "what serves the workload, in order, such as [openai/gpt-5.4-mini]")
        route.choice = fields.read("choose", .choice, "in which order the candidates are asked", usual: "`in-order`") ?? .inOrder
        route.rules =
            fields.read("by", .rules(of: candidate), "which requests go to other models; the first rule that holds decides") ?? []
        route.parameters =
            fields.read("parameters", .parameters, "sampling and limits, for requests that do not say otherwise")
            ?? GenerationParameters()
        route.preset = fields.read("preset", .preset, "parameters that suit a kind of work; `parameters` go before them")
        route.requirements = fields.read("require", .requirements, "what a candidate must offer") ?? Requirements()
        route.limits = fields.read("limits", .limits, "what a request may use") ?? Limits()
        route.budget = fields.read("budget", .budget, "what all calls of the workload may cost together")
        route.strict =
            fields.read(
                "strict", .flag,
                "sets every candidate aside that would need an adjustment, and leaves out nothing that a model refuses", usual: "`false`")
            ?? false
        route.hold = fields.read("hold", .flag, "hands over nothing of a stream until the answer is whole", usual: "`false`") ?? false
        route.hedge = fields.read("hedge", .hedge, "asks the next model beside one that brings nothing")
        route.validatesOutput =
            fields.read("validate", .flag, "holds whole answers against the schemas of their requests", usual: "`true`") ?? true
        route.lastResort = fields.read("last_resort", .lastResort, "the answer when no model can give one")
        route.promptVersion = fields.read(
            "prompt_version", .word, "a name for the version of the prompt, where the request has none; for reports")
        route.schemaOrder =
            fields.read(
                "schema_order", .choice, "`sorted` sorts every member of the schemas that a model sees", usual: "`as-written`")
            ?? .asWritten
        route.normalization =
            fields.read("normalize", .choice, "`nfc` composes the accents of static text", usual: "`none`") ?? .none
        route.settings = fields.settings()
        return candidates
    }

    /// A candidate: `provider/model-id`, or a mapping with the model and what holds for it alone.
    private var candidate: Shape<Candidate> {
        let named = named
        let detailed = Shape<Candidate>
            .mapping("a candidate") { fields in
                let candidate = fields.require("model", named, "the model, as `provider/model-id`")
                let weight = fields.read(
                    "weight", .whole(in: Candidate.weights),
                    "for `choose: weighted`: how much of the traffic it gets, of all weights together",
                    usual: "1")
                let parameters = fields.read("parameters", .parameters, "for this candidate only")
                let clocks = fields.clocks()
                guard var candidate else { return nil }
                candidate.weight = weight
                candidate.parameters = parameters ?? GenerationParameters()
                candidate.clocks = clocks
                return candidate
            }
        return .either(named, or: detailed)
    }

    /// A candidate of which only the model is said.
    private var named: Shape<Candidate> {
        Shape(.pattern("`provider/model-id`", "/")) { node, reading in
            guard let text = Shape<String>.word.read(node, reading) else { return nil }
            guard let name = ModelName(text) else {
                let near = models.first { $0.id == text }?.description
                reading.report(
                    RouteFault.modelWithoutProvider,
                    DiagnosticMessage("\(quoted(text)) names no provider").suggesting(near, otherwise: "write 'provider/model-id'"),
                    at: node.location)
                return nil
            }
            var candidate = Candidate(model: name)
            candidate.definedAt = node.location
            return candidate
        }
    }
}
