import WaybillInterchange

extension CallHeading {
    /// A request that needs what the call's needed, without a word of it: for planning alone, since it cannot be sent.
    var requestWithoutText: PreparedRequest {
        var request = ModelRequest(workload: workload)
        request.parameters = parameters
        request.promptVersion = promptVersion
        request.deadline = deadline
        for tag in tags { request.metadata[tag.key] = tag.value }
        // What an adapter says of tools and forms of answers hangs on whether there are any.
        if features.contains(.tools) { request.tools = [Self.anyTool] }
        if features.contains(.jsonSchema) {
            request.output = .jsonSchema(Self.anySchema)
        } else if features.contains(.jsonObject) {
            request.output = .jsonObject
        }
        return PreparedRequest(
            request: request, items: [], stableItemCount: 0, toolSchemas: request.tools.map { _ in [] }, outputSchema: nil,
            features: features, requestKey: requestKey, safetyIdentifier: nil, adjustments: [])
    }

    private static let anyTool = ToolDefinition(name: "tool")
    private static let anySchema = JSONSchemaFormat(name: "answer", schema: ToolDefinition.emptyParameters)
}
