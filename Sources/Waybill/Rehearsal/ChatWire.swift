import WaybillInterchange

/// An answer in the bytes of Chat Completions.
///
/// Reasoning stands in `reasoning_content`, as compatible servers show it; OpenAI itself shows none.
struct ChatWire {
    private let answer: RehearsedAnswer
    private let request: RehearsedRequest
    private let stamp: RehearsalStamp

    init(_ answer: RehearsedAnswer, for request: RehearsedRequest, stamp: RehearsalStamp) {
        self.answer = answer
        self.request = request
        self.stamp = stamp
    }

    /// The answer as one JSON document.
    func document() -> [UInt8] {
        let text = content(of: .text)
        var message: JSONObject = ["role": "assistant", "content": text, "refusal": content(of: .refusal)]
        if case .string = content(of: .reasoning) { message["reasoning_content"] = content(of: .reasoning) }
        message["annotations"] = []
        let calls = calls.map { call in
            JSONValue.object(["id": .string(call.id), "type": "function", "function": function(call.name, call.block.content)])
        }
        if !calls.isEmpty { message["tool_calls"] = .array(calls) }
        let choice: JSONValue = ["index": 0, "message": .object(message), "logprobs": .null, "finish_reason": .string(finishReason)]
        return envelope("chat.completion", choices: [choice], usage: usage).bytes()
    }

    /// The answer as chunks: the role, the content, the finish reason, the usage if it was asked for, and `[DONE]`.
    func stream() -> [WireFrame] {
        // An answer without text says so from the start.
        let hasText = answer.blocks.isEmpty || answer.blocks.contains { $0.kind == .text }
        var frames = [delta(.structure, ["role": "assistant", "content": hasText ? "" : .null, "refusal": .null])]
        for block in answer.blocks {
            switch block.kind {
            case .reasoning: frames += block.pieces.map { delta(.thought, ["reasoning_content": .string($0)]) }
            case .text: frames += block.pieces.map { delta(.content, ["content": .string($0)]) }
            case .refusal: frames += block.pieces.map { delta(.content, ["refusal": .string($0)]) }
            case .toolCall: break
            }
        }
        for (index, call) in calls.enumerated() {
            let opening: JSONValue = [
                "index": .count(index), "id": .string(call.id), "type": "function", "function": function(call.name, ""),
            ]
            frames.append(delta(.content, ["tool_calls": [opening]]))
            frames += call.block.pieces.map { piece in
                delta(.content, ["tool_calls": [["index": .count(index), "function": ["arguments": .string(piece)]]]])
            }
        }
        frames.append(delta(.ending, [:], finishReason: .string(finishReason)))
        if request.includesUsage { frames.append(WireFrame(.ending, data: chunk(choices: [], usage: usage))) }
        frames.append(WireFrame(.ending, line: "data: [DONE]"))
        return frames
    }

    // MARK: Parts

    private var calls: [(id: String, name: String, block: RehearsedAnswer.Block)] {
        answer.blocks.compactMap { block in
            if case .toolCall(let id, let name) = block.kind { (id, name, block) } else { nil }
        }
    }

    private func content(of kind: RehearsedAnswer.Block.Kind) -> JSONValue {
        answer.blocks.first { $0.kind == kind }.map { .string($0.content) } ?? .null
    }

    private func function(_ name: String, _ arguments: String) -> JSONValue {
        ["name": .string(name), "arguments": .string(arguments)]
    }

    private func delta(_ kind: WireFrame.Kind, _ delta: JSONObject, finishReason: JSONValue = .null) -> WireFrame {
        let choice: JSONValue = ["index": 0, "delta": .object(delta), "logprobs": .null, "finish_reason": finishReason]
        return WireFrame(kind, data: chunk(choices: [choice], usage: .null))
    }

    /// A chunk; without usage in the stream it has no such member.
    private func chunk(choices: [JSONValue], usage: JSONValue) -> JSONValue {
        envelope("chat.completion.chunk", choices: choices, usage: request.includesUsage ? usage : nil)
    }

    private func envelope(_ object: String, choices: [JSONValue], usage: JSONValue?) -> JSONValue {
        var result: JSONObject = [
            "id": .string(stamp.id("chatcmpl-")), "object": .string(object), "created": .count(stamp.created),
            "model": .string(request.model),
            "service_tier": .string(request.serviceTier), "system_fingerprint": "fp_rehearsal", "choices": .array(choices),
        ]
        result["usage"] = usage
        return .object(result)
    }

    private var finishReason: String {
        switch answer.finishReason {
        case .toolCalls: "tool_calls"
        case .contentFilter: "content_filter"
        // The API tells a refusal by its text alone.
        case .refusal: "stop"
        default: answer.finishReason.rawValue
        }
    }

    private var usage: JSONValue {
        let usage = answer.usage
        var input: JSONObject = ["cached_tokens": .count(usage.cachedInput), "audio_tokens": 0]
        if usage.cacheWrite > 0 { input["cache_write_tokens"] = .count(usage.cacheWrite) }
        return [
            "prompt_tokens": .count(usage.input), "completion_tokens": .count(usage.output), "total_tokens": .count(usage.total),
            "prompt_tokens_details": .object(input),
            "completion_tokens_details": [
                "reasoning_tokens": .count(usage.reasoning), "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }
}
