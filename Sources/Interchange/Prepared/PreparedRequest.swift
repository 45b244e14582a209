/// A request in its canonical form, ready to be planned and encoded: the same request gives the same bytes in every process.
///
/// An adapter renders, in this order: tools, instructions, ``items``.
///
/// It never changes, and is a class since all candidates and attempts of a call share it.
public final class PreparedRequest: Sendable {
    /// The request as the program made it, with its tools in canonical order and its static texts with one form of line ending.
    public let request: ModelRequest
    /// Examples (as pairs of messages), references (as one user message), and the conversation with its late context in place.
    public let items: [ConversationItem]
    /// How many of ``items``, from the first, belong to the stable part.
    public let stableItemCount: Int
    /// The canonical bytes of each tool's schema, in the order of `request.tools`.
    public let toolSchemas: [[UInt8]]
    /// The canonical bytes of the output's schema.
    public let outputSchema: [UInt8]?
    /// What a model must be able to do to serve it, each once, in the order of ``Feature/declarable``.
    public let features: [Feature]
    /// What weighted choices and caches hang on: the conversation's id, else the user, else the beginning of the prompt.
    public let requestKey: UInt64
    /// A stable hash of ``ModelRequest/user`` (64 hexadecimal digits at most), which tells a provider users apart without naming them.
    public let safetyIdentifier: String?
    /// What preparing it changed.
    public let adjustments: [Adjustment]
    /// What is left out, or goes by another name, since the model refused it: holds whatever else would be written, vendor extras included.
    public let repairs: [RequestRepair]
    /// What is asked of the model's prompt cache; `nil`: nothing.
    public let steering: CacheSteering?

    /// Creates a prepared request; `PromptPreparation` does it properly.
    package init(
        request: ModelRequest, items: [ConversationItem], stableItemCount: Int, toolSchemas: [[UInt8]], outputSchema: [UInt8]?,
        features: [Feature], requestKey: UInt64, safetyIdentifier: String?, adjustments: [Adjustment],
        repairs: [RequestRepair] = [], steering: CacheSteering? = nil
    ) {
        self.request = request
        self.items = items
        self.stableItemCount = stableItemCount
        self.toolSchemas = toolSchemas
        self.outputSchema = outputSchema
        self.features = features
        self.requestKey = requestKey
        self.safetyIdentifier = safetyIdentifier
        self.adjustments = adjustments
        self.repairs = repairs
        self.steering = steering
    }

    /// The request for a model that refused parameters of it.
    package func repaired(by repairs: [RequestRepair]) -> PreparedRequest {
        guard !repairs.isEmpty else { return self }
        return PreparedRequest(
            request: request, items: items, stableItemCount: stableItemCount, toolSchemas: toolSchemas, outputSchema: outputSchema,
            features: features, requestKey: requestKey, safetyIdentifier: safetyIdentifier, adjustments: adjustments,
            repairs: self.repairs + repairs, steering: steering)
    }

    /// The request as it asks something of a model's prompt cache.
    package func steered(by steering: CacheSteering?) -> PreparedRequest {
        guard steering != self.steering else { return self }
        return PreparedRequest(
            request: request, items: items, stableItemCount: stableItemCount, toolSchemas: toolSchemas, outputSchema: outputSchema,
            features: features, requestKey: requestKey, safetyIdentifier: safetyIdentifier, adjustments: adjustments,
            repairs: repairs, steering: steering)
    }
}
