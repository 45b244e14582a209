import WaybillInterchange

/// One output item of the Responses API: reasoning, a message with its parts, or a function call.
struct ResponsesItem {
    private let place: Int
    private let id: String
    /// What stands for the encrypted thought of a reasoning item.
    private let seal: String?
    /// The parts of a message; one block for any other item.
    var blocks: [RehearsedAnswer.Block]

    init(_ place: Int, id: String, seal: String? = nil, _ blocks: [RehearsedAnswer.Block]) {
        self.place = place
        self.id = id
        self.seal = seal
        self.blocks = blocks
    }

    var isMessage: Bool {
        switch blocks[0].kind {
        case .text, .refusal: true
        case .reasoning, .toolCall: false
        }
    }

    /// The item in its final form.
    var finished: JSONValue {
        item(
            status: blocks.allSatisfy(\.isWhole) ? "completed" : "incomplete", parts: blocks.map { part($0, $0.content) },
            arguments: blocks[0].content)
    }

    /// Writes everything from the item's announcement to its end.
    func write(to stream: inout ResponsesWire.EventList) {
        let block = blocks[0]
        switch block.kind {
        case .reasoning:
            announce(to: &stream)
            writeSummary(block, to: &stream)
        case .text, .refusal:
            announce(to: &stream)
            for (index, block) in blocks.enumerated() { writePart(block, index, to: &stream) }
        case .toolCall(_, let name):
            // The name is content: a caller learns of the call.
            announce(.content, to: &stream)
            writeArguments(block, name: name, to: &stream)
        }
        stream.add("response.output_item.done", ["output_index": .count(place), "item": finished])
    }

    private func announce(_ kind: WireFrame.Kind = .structure, to stream: inout ResponsesWire.EventList) {
        let opening = item(status: "in_progress", parts: [], arguments: "", isSealed: false)
        stream.add("response.output_item.added", as: kind, ["output_index": .count(place), "item": opening])
    }

    private func item(status: String, parts: [JSONValue], arguments: String, isSealed: Bool = true) -> JSONValue {
        switch blocks[0].kind {
        case .reasoning:
            var object: JSONObject = ["id": .string(id), "type": "reasoning", "summary": .array(parts)]
            if isSealed { object.set("encrypted_content", seal) }
            return .object(object)
        case .text, .refusal:
            return ["id": .string(id), "type": "message", "status": .string(status), "role": "assistant", "content": .array(parts)]
        case .toolCall(let callID, let name):
            return [
                "id": .string(id), "type": "function_call", "status": .string(status), "call_id": .string(callID), "name": .string(name),
                "arguments": .string(arguments),
            ]
        }
    }

    private func part(_ block: RehearsedAnswer.Block, _ text: String) -> JSONValue {
        switch block.kind {
        case .reasoning: ["type": "summary_text", "text": .string(text)]
        case .refusal: ["type": "refusal", "refusal": .string(text)]
        case .text, .toolCall: ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
        }
    }

    // MARK: The events within an item

    /// What every event within the item begins with.
    private var here: JSONObject { ["item_id": .string(id), "output_index": .count(place)] }

    private func writeSummary(_ block: RehearsedAnswer.Block, to stream: inout ResponsesWire.EventList) {
        let here = here.adding(["summary_index": 0])
        stream.add("response.reasoning_summary_part.added", here.adding(["part": part(block, "")]))
        for piece in block.pieces {
            stream.add("response.reasoning_summary_text.delta", as: .thought, here.adding(["delta": .string(piece)]))
        }
        stream.add("response.reasoning_summary_text.done", here.adding(["text": .string(block.content)]))
        stream.add("response.reasoning_summary_part.done", here.adding(["part": part(block, block.content)]))
    }

    private func writePart(_ block: RehearsedAnswer.Block, _ index: Int, to stream: inout ResponsesWire.EventList) {
        let here = here.adding(["content_index": .count(index)])
        stream.add("response.content_part.added", here.adding(["part": part(block, "")]))
        if block.kind == .refusal {
            for piece in block.pieces { stream.add("response.refusal.delta", as: .content, here.adding(["delta": .string(piece)])) }
            stream.add("response.refusal.done", here.adding(["refusal": .string(block.content)]))
        } else {
            for piece in block.pieces {
                stream.add("response.output_text.delta", as: .content, here.adding(["delta": .string(piece), "logprobs": []]))
            }
            stream.add("response.output_text.done", here.adding(["text": .string(block.content), "logprobs": []]))
        }
        stream.add("response.content_part.done", here.adding(["part": part(block, block.content)]))
    }

    private func writeArguments(_ block: RehearsedAnswer.Block, name: String, to stream: inout ResponsesWire.EventList) {
        for piece in block.pieces {
            stream.add("response.function_call_arguments.delta", as: .content, here.adding(["delta": .string(piece)]))
        }
        stream.add("response.function_call_arguments.done", here.adding(["name": .string(name), "arguments": .string(block.content)]))
    }
}

extension JSONObject {
    /// The object with more members at its end.
    fileprivate func adding(_ members: JSONObject) -> JSONObject {
        var result = self
        for (key, value) in members { result[key] = value }
        return result
    }
}
