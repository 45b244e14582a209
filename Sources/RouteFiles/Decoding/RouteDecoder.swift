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
            reading.error("\(quoted(tag)) cannot be a workload: a tag has no '/', so that it is never taken for a model", at: location)
            return nil
        }
        var route = Route(workload: Workload(rawValue: tag), models: [])
        route.definedAt = location
        guard var fields = Fields(root.tree, of: "a workload", reading, isIncomplete: root.isIncomplete) else { return nil }
        fields.skip("like")
        route.description = fields.read("description", reading.text)
        let candidates = fields.require("models", "it lists what serves the workload, in order, such as [openai/gpt-5.4-mini]") {
            reading.list($0, candidate)
        }
        route.choice = fields.read("choose") { reading.choice($0, of: RouteChoice.self) } ?? .inOrder
        route.parameters = fields.read("parameters", reading.parameters) ?? GenerationParameters()
        route.requirements = fields.read("require", requirements) ?? Requirements()
        route.limits = fields.read("limits", limits) ?? Limits()
        route.strict = fields.read("strict", reading.flag) ?? false
        route.hold = fields.read("hold", reading.flag) ?? false
        route.hedge = fields.read("hedge", hedge)
        route.validatesOutput = fields.read("validate", reading.flag) ?? true
        route.lastResort = fields.read("last_resort", lastResort)
        route.promptVersion = fields.read("prompt_version", reading.word)
        route.schemaOrder = fields.read("schema_order") { reading.choice($0, of: SchemaOrder.self) } ?? .asWritten
        route.normalization = fields.read("normalize") { reading.choice($0, of: TextNormalization.self) } ?? .none
        route.settings = reading.settings(&fields)
        fields.finish()
        // A list that is empty for its faults alone is not found empty again.
        guard let candidates, !candidates.isEmpty || root.tree["models"]?.items?.isEmpty == true else { return nil }
        route.candidates = candidates
        return route
    }

    /// A candidate: `provider/model-id`, or a mapping with the model and what holds for it alone.
    private func candidate(_ node: YAMLNode) -> Candidate? {
        guard node.entries != nil else { return modelName(node).map { candidate($0, at: node.location) } }
        guard var fields = Fields(node, of: "a candidate", reading) else { return nil }
        let place = node["model"]?.location ?? node.location
        let name = fields.require("model", "the model, as 'provider/model-id'", modelName)
        let weight = fields.read("weight") { reading.whole($0, in: Candidate.weights) }
        let parameters = fields.read("parameters", reading.parameters) ?? GenerationParameters()
        let clocks = reading.clocks(&fields)
        fields.finish()
        return name.map { name in
            var candidate = candidate(name, at: place)
            candidate.weight = weight
            candidate.parameters = parameters
            candidate.clocks = clocks
            return candidate
        }
    }

    private func candidate(_ name: ModelName, at location: SourceLocation) -> Candidate {
        var candidate = Candidate(model: name)
        candidate.definedAt = location
        return candidate
    }

    private func modelName(_ node: YAMLNode) -> ModelName? {
        guard let text = reading.word(node) else { return nil }
        guard let name = ModelName(text) else {
            reading.error("\(quoted(text)) names no provider; \(hint(for: text))", at: node.location)
            return nil
        }
        return name
    }

    private func hint(for id: String) -> String {
        models.first { $0.id == id }.map { "did you mean '\($0)'?" } ?? "write 'provider/model-id'"
    }

    private func requirements(_ node: YAMLNode) -> Requirements? {
        guard var fields = Fields(node, of: "'require'", reading) else { return nil }
        var requirements = Requirements()
        requirements.locations = fields.read("location", oneOrMore) ?? []
        requirements.retentions = fields.read("retention", oneOrMore) ?? []
        requirements.labels = fields.read("labels", oneOrMore) ?? []
        requirements.features = fields.read("features") { reading.list($0) { reading.choice($0, among: Feature.declarable) } } ?? []
        requirements.contextWindow = fields.read("context_window", reading.count)
        fields.finish()
        return requirements
    }

    private func oneOrMore(_ node: YAMLNode) -> [String]? {
        if case .scalar = node.content { return reading.word(node).map { [$0] } }
        return reading.list(node, reading.word)
    }

    private func limits(_ node: YAMLNode) -> Limits? {
        guard var fields = Fields(node, of: "'limits'", reading) else { return nil }
        var limits = Limits()
        limits.costPerRequest = fields.read("cost_per_request", reading.money)
        limits.inputTokens = fields.read("input_tokens", reading.count)
        limits.outputTokens = fields.read("output_tokens", reading.count)
        fields.finish()
        return limits
    }

    private func hedge(_ node: YAMLNode) -> HedgeRule? {
        guard var fields = Fields(node, of: "'hedge'", reading) else { return nil }
        let start = fields.require("after", "when the next model is asked beside a silent one, such as 800ms or p95", hedgeStart)
        let share = fields.read("share", reading.share)
        fields.finish()
        guard let start else { return nil }
        let rule = HedgeRule(start, share: share)
        return reading.sound(rule, rule.problem, node)
    }

    private func hedgeStart(_ node: YAMLNode) -> HedgeRule.Start? {
        guard let text = node.scalar, text.first == "p" else { return reading.duration(node).map { .after($0) } }
        guard let percent = Int(text.dropFirst()) else {
            reading.error("\(quoted(text)) is neither a length of time nor a percentile; write 800ms or p95", at: node.location)
            return nil
        }
        return .percentile(percent)
    }

    private func lastResort(_ node: YAMLNode) -> LastResort? {
        guard node.entries != nil else { return reading.word(node).map { .text($0) } }
        guard var fields = Fields(node, of: "'last_resort'", reading) else { return nil }
        let value = fields.require("json", "the value to answer with; for a text write 'last_resort: the text'", reading.json)
        fields.finish()
        return value.map { .json($0) }
    }
}
