import WaybillInterchange
import WaybillRoutes

/// What of a request's tools, output form and parameters is sent to one model, and what became of the rest.
///
/// It is worked out once and used twice, by the review and by the encoding, so that both always agree.
struct ChatSettings {
    /// Why the model cannot be asked.
    private(set) var obstacle: String?
    private(set) var adjustments: [Adjustment] = []

    private(set) var sendsTools: Bool
    private(set) var toolChoice: ToolChoice = .auto
    private(set) var parallelToolCalls: Bool?
    private(set) var responseFormat: ChatResponseFormat = .text
    private(set) var reasoningEffort: ReasoningEffort?
    private(set) var verbosity: Verbosity?
    private(set) var temperature: Double?
    private(set) var topP: Double?
    private(set) var seed: Int?
    private(set) var stop: [String]?
    private(set) var maxOutputTokens: Int?
    private(set) var serviceTier: ServiceTier?
    /// Whether the server must be told to go on from the beginning of the answer that stands last.
    let continuesFinalMessage: Bool

    private let adapter: OpenAIChatAdapter
    private let hasExtraTools: Bool

    var dialect: Dialect { adapter.dialect }
    private var model: Model { adapter.facts }

    init(_ request: PreparedRequest, _ parameters: GenerationParameters, for adapter: OpenAIChatAdapter) {
        self.adapter = adapter
        let asked = request.request
        // Extras may bring tools of kinds that only this API knows.
        hasExtraTools = asked.extras[adapter.extrasName]?["tools"] != nil
        sendsTools = !asked.tools.isEmpty || hasExtraTools
        continuesFinalMessage =
            adapter.dialect.continueFinalMessage && adapter.facts.features?.contains(.prefill) ?? false
            && request.items.last?.isAssistantMessage ?? false
        decideFeatures(request.features)
        decideTools(asked, parameters)
        decideOutput(asked.output)
        decideEffort(parameters.reasoningEffort)
        decideSampling(parameters)
        if let tier = parameters.serviceTier { decideServiceTier(tier) }
        decideExtras(asked)
    }

    /// Notes an adjustment.
    private mutating func note(_ kind: Adjustment.Kind, _ subject: String, _ reason: String) {
        adjustments.append(Adjustment(kind, subject, reason))
    }

    /// Makes sure that a schema is one that can be held to strictly.
    private mutating func expectStrictSchema(_ schema: JSONValue, _ name: String) {
        if let violation = StrictSchema.violation(of: schema) { refuse("\(name) cannot be strict, since \(violation)") }
    }

    /// Notes an obstacle; the first one counts.
    private mutating func refuse(_ reason: String) {
        if obstacle == nil { obstacle = reason }
    }
}

extension ConversationItem {
    fileprivate var isAssistantMessage: Bool {
        if case .message(let message) = self { message.role == .assistant } else { false }
    }
}

// MARK: Features and extras

extension ChatSettings {
    private mutating func decideFeatures(_ needed: [Feature]) {
        for feature in needed where !model.has(feature) {
            // A model that follows any schema also follows the one that only says "an object".
            if feature == .jsonObject, model.has(.jsonSchema) { continue }
            refuse("'\(feature)' is not among the model's features")
        }
    }

    private mutating func decideExtras(_ request: ModelRequest) {
        let extras = ExtrasReview(request, for: adapter.extrasName, reserved: OpenAIChatAdapter.reservedMembers)
        if let obstacle = extras.obstacle { refuse(obstacle) }
        adjustments += extras.adjustments
    }
}

// MARK: Tools

extension ChatSettings {
    private mutating func decideTools(_ request: ModelRequest, _ parameters: GenerationParameters) {
        decideToolChoice(request)
        if let parallel = parameters.parallelToolCalls { decideParallelToolCalls(parallel) }
        let strict = request.tools.filter { $0.strict == true }
        guard !dialect.strictTools else {
            for tool in strict { expectStrictSchema(tool.parameters, "the schema of tool '\(tool.name)'") }
            return
        }
        if sendsTools, !strict.isEmpty { note(.leftOut, "tools.strict", "the server does not take it") }
    }

    private mutating func decideToolChoice(_ request: ModelRequest) {
        switch (request.toolChoice, dialect.toolChoice) {
        case (.auto, _):
            break
        case (.none, _) where !sendsTools:
            break
        case (.none, .ignored):
            sendsTools = false
            note(.translated, "tool_choice", "the server ignores it, so the tools themselves are left out")
        case (.required, _) where !sendsTools:
            refuse("tool_choice asks for a tool, but the request has none")
        case (.function(let name), _) where !hasExtraTools && !request.tools.contains { $0.name == name }:
            refuse("tool_choice names a tool that the request does not have")
        case (.required, .ignored), (.function, .ignored):
            note(.leftOut, "tool_choice", "the server ignores it, so the model may answer without a tool")
        case (.function, .required):
            toolChoice = .required
            if request.tools.count > 1 { note(.translated, "tool_choice", "the server can only force some tool, not a certain one") }
        case (let choice, _):
            toolChoice = choice
        }
    }

    private mutating func decideParallelToolCalls(_ parallel: Bool) {
        if !sendsTools {
            note(.normalized, "parallel_tool_calls", "it means nothing without tools")
        } else if !dialect.parallelToolCalls {
            note(.leftOut, "parallel_tool_calls", "the server does not take it")
        } else if parallel, !model.has(.parallelTools) {
            note(.leftOut, "parallel_tool_calls", "the model does not declare the feature 'parallel_tools'")
        } else {
            parallelToolCalls = parallel
        }
    }
}

// MARK: Output

/// How the form of the answer is asked for.
enum ChatResponseFormat: Hashable {
    /// Not at all: free text.
    case text
    /// `json_object`.
    case object
    /// The given schema, in the dialect's style.
    case schema(JSONSchemaFormat)
    /// A schema that any object follows, where `json_object` is not taken.
    case anyObject
}

extension ChatSettings {
    private mutating func decideOutput(_ output: OutputFormat) {
        switch (output, dialect.jsonSchema) {
        case (.text, _):
            break
        case (.jsonObject, _) where dialect.jsonObject:
            responseFormat = .object
        case (.jsonObject, .none), (.jsonSchema, .none):
            refuse("the server takes no JSON Schema for the answer")
        case (.jsonObject, _):
            responseFormat = .anyObject
            note(.translated, "output", "the server takes only schemas, so it gets one that any object follows")
        case (.jsonSchema(let format), .nested):
            responseFormat = .schema(format)
            // Servers that hold a model to a schema by a grammar take any.
            if format.strict, dialect.strictTools { expectStrictSchema(format.schema, "the output's schema") }
        case (.jsonSchema(let format), .value):
            responseFormat = .schema(format)
            note(.translated, "output", "the server takes the schema alone, without its name and strictness")
        }
    }
}

// MARK: Reasoning and sampling

extension ChatSettings {
    /// The effort nearest to this one that model and server take; `nil` where none is anything like it.
    private func nearestTaken(to requested: ReasoningEffort) -> ReasoningEffort? {
        let ofModel = model.efforts.map { efforts in efforts.filter { dialect.efforts?.contains($0) ?? true } }
        guard let taken = ofModel ?? dialect.efforts else { return requested }
        let nearest = requested.nearest(of: taken)
        // Not to think at all is nothing like any thinking.
        return nearest == ReasoningEffort.none && requested != .none ? nil : nearest
    }

    private mutating func decideEffort(_ requested: ReasoningEffort?) {
        if dialect.toolsNeedEffortNone, sendsTools, model.isKnownToReason, requested != ReasoningEffort.none {
            guard model.efforts?.contains(.none) ?? true else {
                return refuse("its reasoning cannot be switched off, and with reasoning it takes tools only through the Responses API")
            }
            reasoningEffort = ReasoningEffort.none
            return note(.changed, "reasoning_effort", "it is 'none', since this API takes tools only without reasoning")
        }
        guard let requested else { return }
        if model.features != nil, !model.isKnownToReason {
            let isNothing = requested == .none
            note(isNothing ? .normalized : .leftOut, "reasoning_effort", "the model does not reason")
        } else if let nearest = nearestTaken(to: requested) {
            reasoningEffort = nearest
            if nearest != requested {
                note(.changed, "reasoning_effort", "'\(nearest)' is the nearest effort to '\(requested)' that is taken")
            }
        } else {
            note(.leftOut, "reasoning_effort", "'\(requested)' is not taken, nor anything like it")
        }
    }

    private mutating func decideSampling(_ parameters: GenerationParameters) {
        let refusesSampling = dialect.reasoningRefusesSampling && model.isKnownToReason
        let needsEffortNone = refusesSampling && reasoningEffort != ReasoningEffort.none
        if let value = parameters.temperature {
            if needsEffortNone { leaveOutUnlessOne("temperature", value) } else { temperature = value }
        }
        if let value = parameters.topP {
            if needsEffortNone { leaveOutUnlessOne("top_p", value) } else { topP = value }
        }
        if let value = parameters.stop {
            if refusesSampling {
                note(.leftOut, "stop", "models that reason do not take it")
            } else if !dialect.stop {
                note(.leftOut, "stop", "the server does not take it")
            } else {
                stop = value
            }
        }
        if let value = parameters.seed {
            if dialect.seed { seed = value } else { note(.leftOut, "seed", "the server does not take it") }
        }
        if let value = parameters.verbosity {
            if dialect.verbosity { verbosity = value } else { note(.leftOut, "verbosity", "the server does not take it") }
        }
        maxOutputTokens = parameters.maxOutputTokens
    }

    private mutating func decideServiceTier(_ tier: ServiceTier) {
        if !dialect.serviceTier {
            note(.leftOut, "service_tier", "the server does not take it")
        } else if tier == .ultrafast {
            note(.leftOut, "service_tier", "Chat Completions does not know 'ultrafast'; the Responses API does")
        } else if let obstacle = model.obstacle(to: tier) {
            note(.leftOut, "service_tier", obstacle)
        } else {
            serviceTier = tier
        }
    }

    /// Leaves out a parameter of a model that reasons; 1 is what such a model uses anyway.
    private mutating func leaveOutUnlessOne(_ parameter: String, _ value: Double) {
        if value != 1 { note(.leftOut, parameter, "the model takes it only with a reasoning_effort of 'none'") }
    }
}
