public import WaybillInterchange
public import WaybillTokenCounting

extension FingerprintedPrompt {
    /// Counts the tokens of every segment.
    ///
    /// What frames a message is counted with it, and with the first of several segments that share one message. What stands before and after the
    /// whole prompt belongs to no segment.
    ///
    /// - Parameters:
    ///   - request: The request that the fingerprints were made of.
    ///   - counter: What counts for the model.
    ///   - model: The model that would read it.
    public mutating func countTokens(of request: PreparedRequest, by counter: RequestCounter, for model: ModelName) {
        let head = counter.count(request.keeping(items: []), for: model)
        let bare = counter.count(request.bare(items: []), for: model).total.tokens
        func tokens(_ items: [ConversationItem]) -> Int {
            items.reduce(0) { $0 + counter.count(request.bare(items: [$1]), for: model).total.tokens - bare }
        }
        let frame = tokens([.message(Message(role: .user, content: []))])
        let outline = PromptOutline(request)
        let stable = request.items.prefix(request.stableItemCount)
        let exampleItems = request.request.examples.count * 2
        let exampleMessages = stable.prefix(exampleItems).map { tokens([$0]) }
        for place in segments.indices {
            segments[place].tokens =
                switch segments[place].kind {
                case .tools: head[.tools]?.tokens ?? 0
                case .output: head[.schema]?.tokens ?? 0
                // What frames the instructions is counted with them.
                case .instructions: max(0, head.total.tokens - bare - (head[.tools]?.tokens ?? 0) - (head[.schema]?.tokens ?? 0))
                case .examples: exampleMessages.reduce(0, +)
                case .reference(let part):
                    tokens(stable.dropFirst(exampleItems).compactMap { $0.part(part) }) - (part > 0 ? frame : 0)
                case .lateContext: tokens([.user(request.request.lateContext ?? "")])
                case .turn(let turn): tokens([outline.item(ofTurn: turn)]) - (outline.isContextItem(turn) ? frame : 0)
                }
        }
        countEnds(exampleMessages: exampleMessages)
    }
}

extension PreparedRequest {
    /// The request with these items in place of its own.
    func keeping(items: [ConversationItem]) -> PreparedRequest {
        PreparedRequest(
            request: request, items: items, stableItemCount: 0, toolSchemas: toolSchemas, outputSchema: outputSchema, features: features,
            requestKey: requestKey, safetyIdentifier: safetyIdentifier, adjustments: adjustments)
    }

    /// These items and nothing else.
    func bare(items: [ConversationItem]) -> PreparedRequest {
        PreparedRequest(
            request: ModelRequest(workload: request.workload), items: items, stableItemCount: 0, toolSchemas: [], outputSchema: nil,
            features: [], requestKey: 0, safetyIdentifier: nil, adjustments: [])
    }
}

extension ConversationItem {
    /// One part of a message, as a message of its own.
    fileprivate func part(_ place: Int) -> ConversationItem? {
        guard case .message(let message) = self, message.content.indices.contains(place) else { return nil }
        return .message(Message(role: message.role, content: [message.content[place]]))
    }
}
