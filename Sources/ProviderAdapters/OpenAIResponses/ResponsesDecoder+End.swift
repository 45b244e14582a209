import WaybillInterchange

extension ResponsesDecoder {
    /// Reads what is known of a response from its beginning.
    mutating func readHead(_ response: JSONValue) {
        facts.responseID = response["id"]?.stringValue ?? facts.responseID
        facts.reportedModel = response["model"]?.stringValue ?? facts.reportedModel
    }

    /// Reads a response that has come to its end.
    ///
    /// - Parameter assumed: The status where the response does not say it.
    /// - Throws: ``ModelFailure`` where it failed. What came before stays in ``answer``, usage included.
    mutating func end(_ response: JSONValue, assumed: String, into events: inout [AnswerEvent]) throws(ModelFailure) {
        readHead(response)
        facts.serviceTier = response["service_tier"]?.stringValue
        facts.adjustments = (response["input_transformations"]?.arrayValue ?? []).compactMap(Self.adjustment(of:))
        output.finish(response["output"]?.arrayValue ?? [], into: &events)
        let usage = ResponsesUsage(response, items: output.slots.filter { $0.kind == .other }.compactMap(\.wire))
        facts.usage = usage.tokens
        facts.reportedCost = usage.cost
        switch response["status"]?.stringValue ?? assumed {
        case "failed": throw failure(of: response)
        case "cancelled": throw ModelFailure(.cut, scope: .model, "The provider cancelled the response before its end.", model: model)
        case "queued", "in_progress": throw malformed("The provider answered before the response was done.")
        case "incomplete": finish(Self.reason(ofIncomplete: response["incomplete_details"]))
        default: finish(isCutByLimit(response) ? .length : reasonOfCompleted)
        }
    }

    private func failure(of response: JSONValue) -> ModelFailure {
        var error: JSONObject = ["error": response["error"] ?? .null]
        // OpenRouter tells its own category beside the error.
        error["error_type"] = response["error_type"]
        return FailureClassifier(model: model).failure(inAnswer: .object(error))
    }

    /// Why an incomplete response ended; a reason that is not known passes through.
    private static func reason(ofIncomplete details: JSONValue?) -> FinishReason {
        switch details?["reason"]?.stringValue {
        case "max_output_tokens", "max_tokens": .length
        case "content_filter": .contentFilter
        case let reason? where reason.isShortWord: FinishReason(rawValue: String(reason.map { $0 == "_" ? "-" : $0 }))
        default: "incomplete"
        }
    }

    /// The API has no reason for a completed response: its items tell.
    private var reasonOfCompleted: FinishReason {
        if output.slots.contains(where: { $0.kind == .call && $0.isAnnounced }) { return .toolCalls }
        let parts = output.slots.lazy.flatMap(\.parts).filter { !$0.text.isEmpty }
        return parts.contains { $0.kind == .refusal } && !parts.contains { $0.kind == .text } ? .refusal : .stop
    }

    /// Whether the output limit cut a response that calls itself completed, as llama.cpp's server does, also within a call.
    ///
    /// A server that knows of incomplete responses is believed, unless a call's arguments are broken.
    private func isCutByLimit(_ response: JSONValue) -> Bool {
        guard let outputLimit else { return false }
        let isReached = facts.usage.map { $0.output >= outputLimit }
        let hasBrokenCall = output.slots.contains { $0.kind == .call && !$0.arguments.isEmpty && !$0.arguments.isJSON }
        if hasBrokenCall { return isReached ?? true }
        return isReached == true && response["incomplete_details"] == nil
    }

    /// What the provider says it ignored of the input.
    private static func adjustment(of transformation: JSONValue) -> Adjustment? {
        guard transformation["action"]?.stringValue == "removed", let type = transformation["type"]?.stringValue, type.isShortWord else {
            return nil
        }
        let reason = transformation["reason"]?.stringValue.flatMap { $0.isShortWord ? $0 : nil }
        let words = reason.map { String($0.map { $0 == "_" ? " " : $0 }) } ?? "no reason given"
        return Adjustment(.leftOut, type, "the provider ignored an item that was sent back to it: \(words)")
    }
}
