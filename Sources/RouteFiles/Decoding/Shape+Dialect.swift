import WaybillInterchange
import WaybillRoutes

extension Shape where Value == Dialect {
    /// A dialect: the name of a preset, or a mapping of the members that differ from the preset under `like` (`generic` where there is none).
    static var dialect: Shape {
        let preset = choice(among: Dialect.presets.map { ($0.name, $0.dialect) }, otherwise: "a mapping with 'like'")
        return .either(preset, or: members)
    }

    private static var members: Shape {
        .mapping("'dialect'") { fields in
            let presets = Shape.choice(among: Dialect.presets.map { ($0.name, $0.dialect) })
            var dialect = fields.read("like", presets, "the dialect that the members differ from", usual: "`generic`") ?? .generic
            words(&dialect, &fields)
            flags(&dialect, &fields)
            return dialect
        }
    }

    private static func words(_ dialect: inout Dialect, _ fields: inout Fields) {
        let roles: [(String, String)] = [("developer", "developer"), ("system", "system")]
        if let role = fields.read(
            "system_role", .choice(among: roles), "the role of instructions", usual: "`\(Dialect.generic.systemRole)`")
        {
            dialect.systemRole = role
        }
        if let field = fields.read(
            "output_limit", Shape<Dialect.OutputLimitField>.choice, "where the output limit is read",
            usual: "`\(Dialect.generic.outputLimit.rawValue)`")
        {
            dialect.outputLimit = field
        }
        if let style = fields.read(
            "json_schema", Shape<Dialect.JSONSchemaStyle>.choice, "how a schema for the answer is written",
            usual: "`\(Dialect.generic.jsonSchema.rawValue)`")
        {
            dialect.jsonSchema = style
        }
        if let support = fields.read(
            "tool_choice", Shape<Dialect.ToolChoiceSupport>.choice, "which tool choices are honoured",
            usual: "`\(Dialect.generic.toolChoice.rawValue)`")
        {
            dialect.toolChoice = support
        }
        let places = Shape<Dialect.TokenCountEndpoint>.choice
        if let place = fields.read(
            "token_count", places, "where the server counts a request's tokens when it is asked",
            usual: "`\(Dialect.generic.tokenCount.rawValue)`")
        {
            dialect.tokenCount = place
        }
        if let names = fields.read(
            "reasoning_fields", .list(of: .word), "where reasoning text is found in answers, first match first",
            usual: "`[\(Dialect.generic.reasoningFields.joined(separator: ", "))]`")
        {
            dialect.reasoningFields = names
        }
        if let efforts = fields.read("efforts", .effortsTaken, "the values of `reasoning_effort` that are taken", usual: "`[]`") {
            dialect.efforts = efforts.values
        }
        if let name = fields.read(
            "reasoning_replay", .word, "the field in which reasoning goes back to the model that thought it, or `none`", usual: "`none`")
        {
            dialect.reasoningReplay = name == "none" ? nil : name
        }
    }

    private static func flags(_ dialect: inout Dialect, _ fields: inout Fields) {
        for (key, member, meaning) in flags {
            if let value = fields.read(key, .flag, meaning, usual: "`\(Dialect.generic[keyPath: member])`") {
                dialect[keyPath: member] = value
            }
        }
    }

    private static var flags: [(String, WritableKeyPath<Dialect, Bool>, String)] {
        [
            ("repeated_roles", \.repeatedRoles, "whether messages of one role may follow each other; where not, they are sent as one"),
            ("refusals", \.refusals, "whether an assistant's refusals are told apart from its text"),
            ("image_urls", \.imageURLs, "whether the server fetches images"),
            ("image_detail", \.imageDetail, "whether an image's `detail` is honoured"),
            (
                "reasoning_refuses_sampling", \.reasoningRefusesSampling,
                "whether models that reason refuse `stop`, and `temperature` and `top_p` unless the effort is `none`"
            ),
            (
                "tools_need_effort_none", \.toolsNeedEffortNone,
                "whether models that reason take tools only with the effort `none`, which is then sent"
            ),
            ("parallel_tool_calls", \.parallelToolCalls, "whether it is honoured"),
            (
                "strict_tools", \.strictTools,
                "whether `strict` is taken in tools, and strict schemas must be within OpenAI's strict subset"
            ),
            ("json_object", \.jsonObject, "whether `response_format: {\"type\": \"json_object\"}` is taken"),
            ("verbosity", \.verbosity, "whether it is taken"), ("stop", \.stop, "whether it is taken"),
            ("seed", \.seed, "whether it is taken"),
            ("continue_final_message", \.continueFinalMessage, "whether a begun answer is gone on from only when told to"),
            ("usage_on_streams", \.usageOnStreams, "whether `stream_options: {\"include_usage\": true}` is taken"),
            ("stream_obfuscation", \.streamObfuscation, "whether padding of streams can be switched off"),
            ("safety_identifier", \.safetyIdentifier, "whether it is taken"),
            ("service_tier", \.serviceTier, "whether it is taken"), ("store", \.store, "whether it is taken"),
        ]
    }
}

/// The efforts that a server takes; `nil`: any.
private struct EffortsTaken {
    var values: [ReasoningEffort]?
}

extension Shape where Value == EffortsTaken {
    fileprivate static var effortsTaken: Shape {
        let list = Shape<[ReasoningEffort]>.list(of: .effort)
        return Shape(.either([.words(["any"]), list.schema])) { node, reading in
            node.scalar == "any" ? EffortsTaken(values: nil) : list.read(node, reading).map { EffortsTaken(values: $0) }
        }
    }
}
