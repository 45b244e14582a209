import WaybillInterchange
import WaybillRoutes

extension Reading {
    /// A dialect: the name of a preset, or a mapping of the members that differ from the preset under `like` (`generic` where there is none).
    func dialect(_ node: YAMLNode) -> Dialect? {
        let presets = Dialect.presets.map { ($0.name, $0.dialect) }
        guard node.entries != nil else { return choice(node, among: presets, otherwise: "a mapping with 'like'") }
        guard var fields = Fields(node, of: "'dialect'", self) else { return nil }
        var dialect = fields.read("like") { choice($0, among: presets) } ?? .generic
        words(&dialect, &fields)
        flags(&dialect, &fields)
        fields.finish()
        return dialect
    }

    private func words(_ dialect: inout Dialect, _ fields: inout Fields) {
        if let role = fields.read("system_role", { choice($0, among: [("developer", "developer"), ("system", "system")]) }) {
            dialect.systemRole = role
        }
        if let field = fields.read("output_limit", { choice($0, of: Dialect.OutputLimitField.self) }) { dialect.outputLimit = field }
        if let style = fields.read("json_schema", { choice($0, of: Dialect.JSONSchemaStyle.self) }) { dialect.jsonSchema = style }
        if let support = fields.read("tool_choice", { choice($0, of: Dialect.ToolChoiceSupport.self) }) { dialect.toolChoice = support }
        if let place = fields.read("token_count", { choice($0, of: Dialect.TokenCountEndpoint.self) }) { dialect.tokenCount = place }
        if let names = fields.read("reasoning_fields", { list($0, word) }) { dialect.reasoningFields = names }
        if let efforts = fields.read("efforts", effortsTaken) { dialect.efforts = efforts }
        if let name = fields.read("reasoning_replay", word) { dialect.reasoningReplay = name == "none" ? nil : name }
    }

    /// The efforts that a server takes: a list, or `any`, which is `nil` within.
    private func effortsTaken(_ node: YAMLNode) -> [ReasoningEffort]?? {
        node.scalar == "any" ? .some(nil) : list(node, effort).map { .some($0) }
    }

    private func flags(_ dialect: inout Dialect, _ fields: inout Fields) {
        let members: [(String, WritableKeyPath<Dialect, Bool>)] = [
            ("repeated_roles", \.repeatedRoles), ("refusals", \.refusals), ("image_urls", \.imageURLs), ("image_detail", \.imageDetail),
            ("reasoning_refuses_sampling", \.reasoningRefusesSampling), ("tools_need_effort_none", \.toolsNeedEffortNone),
            ("parallel_tool_calls", \.parallelToolCalls), ("strict_tools", \.strictTools), ("json_object", \.jsonObject),
            ("verbosity", \.verbosity), ("stop", \.stop), ("seed", \.seed), ("continue_final_message", \.continueFinalMessage),
            ("usage_on_streams", \.usageOnStreams), ("stream_obfuscation", \.streamObfuscation),
            ("safety_identifier", \.safetyIdentifier), ("store", \.store),
        ]
        for (key, member) in members {
            if let value = fields.read(key, flag) { dialect[keyPath: member] = value }
        }
    }
}
