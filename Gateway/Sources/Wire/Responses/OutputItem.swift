import Waybill

/// One item of a response's `output`, as far as it is known.
///
/// Texts are kept as JSON writes them, without quotes: they are escaped once, however often an event repeats them.
struct OutputItem: Sendable {
    /// What an item is.
    enum Kind: Sendable {
        case message
        /// - index: Which of the answer's calls it is.
        case call(index: Int, id: String, name: String)
        case reasoning
        /// An item of the provider's own, as it came.
        case other(JSONObject)
    }

    /// A stretch of text within an item: of a message, of a reasoning item's summary, or the arguments of a call.
    struct Part: Sendable {
        enum Kind: Sendable {
            case text
            case refusal
            case summary
            case arguments
        }

        let kind: Kind
        /// The text as JSON writes it, without quotes.
        var escaped: [UInt8] = []
    }

    let kind: Kind
    /// The item's id and its place in the output.
    let address: OutputAddress
    var parts: [Part] = []
    /// How many of the parts are done, so that nothing can be added to them.
    var partsDone = 0
    /// For messages of some models: what the message is for.
    var phase: String?
    /// What brings a reasoning item back to the model that thought it.
    var seal: String?
    /// The id of the item that this one was made before, where it was told after it.
    var follower: String?
    /// Whether the answer was cut within it.
    var isCut = false
    /// The place among the items of the answer, once that is known.
    var origin: Int?

    init(_ kind: Kind, at address: OutputAddress) {
        self.kind = kind
        self.address = address
    }

    /// Whether text of this kind can be part of the item.
    func takes(_ part: Part.Kind) -> Bool {
        switch (kind, part) {
        case (.message, .text), (.message, .refusal), (.reasoning, .summary), (.call, .arguments): true
        default: false
        }
    }
}

/// Where an item of a response's output stands, and the id that says so.
struct OutputAddress: Sendable {
    let id: String
    let index: Int

    /// - Parameter prefix: What ids of the item's kind begin with.
    init(_ prefix: String, _ index: Int, of call: String) {
        id = "\(prefix)_\(call)_\(index)"
        self.index = index
    }
}

// MARK: Writing

extension OutputItem {
    /// How much of an item is told.
    enum Stage {
        /// It begins.
        case announced
        /// All of it.
        case done
    }

    /// Appends the item as JSON.
    func write(_ stage: Stage, to bytes: inout [UInt8]) {
        if case .other(let members) = kind { return JSONValue.object(members).write(into: &bytes) }
        bytes.append(text: #"{"id":"#)
        bytes.append(json: address.id)
        switch kind {
        case .message: writeMessage(stage, to: &bytes)
        case .call(_, let id, let name): writeCall(id, name, stage, to: &bytes)
        case .reasoning: writeReasoning(stage, to: &bytes)
        case .other: break
        }
        if let follower {
            bytes.append(text: #","x_waybill":{"before":"#)
            bytes.append(json: follower)
            bytes.append(text: "}")
        }
        bytes.append(text: "}")
    }

    private func writeMessage(_ stage: Stage, to bytes: inout [UInt8]) {
        bytes.append(text: #","type":"message","status":"#)
        bytes.append(text: status(stage))
        bytes.append(text: #","role":"assistant""#)
        if stage == .done, let phase {
            bytes.append(text: #","phase":"#)
            bytes.append(json: phase)
        }
        bytes.append(text: #","content":["#)
        if stage == .done { write(parts, to: &bytes) }
        bytes.append(text: "]")
    }

    private func writeCall(_ id: String, _ name: String, _ stage: Stage, to bytes: inout [UInt8]) {
        bytes.append(text: #","type":"function_call","status":"#)
        bytes.append(text: status(stage))
        bytes.append(text: #","call_id":"#)
        bytes.append(json: id)
        bytes.append(text: #","name":"#)
        bytes.append(json: name)
        bytes.append(text: #","arguments":""#)
        if stage == .done { bytes.append(contentsOf: arguments) }
        bytes.append(text: "\"")
    }

    private func writeReasoning(_ stage: Stage, to bytes: inout [UInt8]) {
        bytes.append(text: #","type":"reasoning","summary":["#)
        if stage == .done { write(parts, to: &bytes) }
        bytes.append(text: "]")
        if stage == .done, let seal {
            bytes.append(text: #","encrypted_content":"#)
            bytes.append(json: seal)
        }
    }

    private func write(_ parts: [Part], to bytes: inout [UInt8]) {
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(text: ",") }
            part.write(.done, to: &bytes)
        }
    }

    private func status(_ stage: Stage) -> StaticString {
        stage == .announced ? "\"in_progress\"" : isCut ? "\"incomplete\"" : "\"completed\""
    }

    /// The arguments of a call, as JSON writes them in a string.
    var arguments: [UInt8] { parts.first?.escaped ?? [] }
}

extension OutputItem.Part {
    /// Appends the part as JSON.
    func write(_ stage: OutputItem.Stage, to bytes: inout [UInt8]) {
        switch kind {
        case .text: bytes.append(text: #"{"type":"output_text","text":""#)
        case .refusal: bytes.append(text: #"{"type":"refusal","refusal":""#)
        case .summary: bytes.append(text: #"{"type":"summary_text","text":""#)
        // Arguments are no part on the wire.
        case .arguments: return
        }
        if stage == .done { bytes.append(contentsOf: escaped) }
        bytes.append(text: kind == .text ? #"","annotations":[],"logprobs":[]}"# : #""}"#)
    }
}
