import WaybillInterchange

/// An answer in the bytes of OpenAI's Responses API.
struct ResponsesWire {
    private let answer: RehearsedAnswer
    private let request: RehearsedRequest
    private let stamp: RehearsalStamp

    init(_ answer: RehearsedAnswer, for request: RehearsedRequest, stamp: RehearsalStamp) {
        self.answer = answer
        self.request = request
        self.stamp = stamp
    }

    /// The answer as one JSON document.
    func document() -> [UInt8] { finalResponse().bytes() }

    /// The answer as events: created, in progress, every item from its announcement to its end, and the terminal event.
    func stream() -> [WireFrame] {
        var stream = EventList()
        let unfinished = response(status: "in_progress", output: [], usage: .null)
        stream.add("response.created", ["response": unfinished])
        stream.add("response.in_progress", ["response": unfinished])
        for item in items { item.write(to: &stream) }
        stream.add("response.\(status)", as: .ending, ["response": finalResponse()])
        return stream.frames
    }

    /// The output items: texts and refusals that follow each other are parts of one message.
    private var items: [ResponsesItem] {
        var items: [ResponsesItem] = []
        for block in answer.blocks {
            let place = items.count
            switch block.kind {
            case .reasoning:
                items.append(ResponsesItem(place, id: stamp.id("rs_", place + 1), seal: stamp.id("gAAAAAB", place + 1), [block]))
            case .toolCall: items.append(ResponsesItem(place, id: stamp.id("fc_", place + 1), [block]))
            case .text, .refusal:
                if items.last?.isMessage == true {
                    items[place - 1].blocks.append(block)
                } else {
                    items.append(ResponsesItem(place, id: stamp.id("msg_", place + 1), [block]))
                }
            }
        }
        return items
    }

    private var status: String {
        answer.finishReason == .length || answer.finishReason == .contentFilter ? "incomplete" : "completed"
    }

    private func finalResponse() -> JSONValue {
        response(status: status, output: items.map(\.finished), usage: usage)
    }

    private func response(status: String, output: [JSONValue], usage: JSONValue) -> JSONValue {
        var object: JSONObject = [
            "id": .string(stamp.id("resp_")), "object": "response", "created_at": .number(JSONNumber(stamp.created)),
            "status": .string(status), "model": .string(request.model),
        ]
        if status == "completed" { object["completed_at"] = .number(JSONNumber(stamp.created)) }
        object["error"] = .some(.null)
        object["incomplete_details"] = status == "incomplete" ? ["reason": .string(incompleteReason)] : .some(.null)
        object["instructions"] = request.body["instructions"] ?? .some(.null)
        object["max_output_tokens"] = request.outputLimit.map { .number(JSONNumber($0)) } ?? .some(.null)
        object["output"] = .array(output)
        for (key, otherwise) in Self.echoed { object[key] = request.body[key] ?? otherwise }
        object["service_tier"] = status == "in_progress" ? "auto" : .string(request.serviceTier)
        object["usage"] = usage
        return .object(object)
    }

    private var incompleteReason: String { answer.finishReason == .length ? "max_output_tokens" : "content_filter" }

    /// What the API repeats of a request, and what it says where the request did not.
    private static let echoed: [(String, JSONValue)] = [
        ("parallel_tool_calls", true), ("tool_choice", "auto"), ("tools", []), ("temperature", 1.0), ("top_p", 1.0), ("metadata", [:]),
    ]

    private var usage: JSONValue {
        let usage = answer.usage
        var input: JSONObject = ["cached_tokens": .count(usage.cachedInput), "cache_write_tokens": .count(usage.cacheWrite)]
        let long = usage.cacheWrites.reduce(0) { $0 + ($1.lifetimeSeconds == 43_200 ? $1.tokens : 0) }
        if long > 0 {
            input["cache_write_tokens_details"] = ["ttl_30m_tokens": .count(usage.cacheWrite - long), "ttl_12h_tokens": .count(long)]
        }
        return [
            "input_tokens": .count(usage.input), "input_tokens_details": .object(input),
            "output_tokens": .count(usage.output), "output_tokens_details": ["reasoning_tokens": .count(usage.reasoning)],
            "total_tokens": .count(usage.total),
        ]
    }
}

extension ResponsesWire {
    /// The events of a stream, numbered as they come.
    struct EventList {
        private(set) var frames: [WireFrame] = []

        /// Appends an event.
        mutating func add(_ type: String, as kind: WireFrame.Kind = .structure, _ members: JSONObject) {
            var data: JSONObject = ["type": .string(type), "sequence_number": .number(JSONNumber(frames.count))]
            for (key, value) in members { data[key] = value }
            frames.append(WireFrame(kind, event: type, data: .object(data)))
        }
    }
}

extension JSONValue {
    /// A number of tokens or a place.
    static func count(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }
}
