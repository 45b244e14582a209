import WaybillInterchange
import WaybillTokenCounting

extension ModelRequest {
    /// A request as it would be prepared if there were nothing to arrange: no examples, references or late context.
    var prepared: PreparedRequest {
        func canonical(_ schema: JSONValue) -> [UInt8] {
            var bytes: [UInt8] = []
            schema.writeCanonicalSchema(into: &bytes)
            return bytes
        }
        var outputSchema: [UInt8]?
        if case .jsonSchema(let format) = output { outputSchema = canonical(format.schema) }
        return PreparedRequest(
            request: self, items: conversation, stableItemCount: 0, toolSchemas: tools.map { canonical($0.parameters) },
            outputSchema: outputSchema, features: [], requestKey: 0, safetyIdentifier: nil, adjustments: [])
    }
}

extension RequestCounter {
    /// The count of a request for a model that nothing in it depends on.
    func count(_ request: ModelRequest) -> RequestCount { count(request.prepared, for: ModelName(provider: "any", id: "model")) }
}

extension ModelRequest {
    /// A request of these items.
    init(_ items: ConversationItem...) { self.init(workload: "any", conversation: items) }
}
