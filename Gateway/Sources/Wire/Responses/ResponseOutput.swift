import Waybill

/// The output of one response: the items that were told so far, and the events that tell of more.
///
/// An item is announced with its first piece, and its texts are done when another item follows. The items themselves are done only at the end, in
/// their order: not before is it known what a thought carries, and which message is commentary; and calls may be told side by side.
struct ResponseOutput: Sendable {
    private(set) var items: [OutputItem] = []
    /// Whether a thought began of which nothing was shown, so that what follows stands after it.
    private var thoughtBegan = false
    private let call: String

    /// The output of a response of which nothing was told yet.
    init(call: String) { self.call = call }

    /// The output of a whole answer that nothing was told of in pieces.
    init(_ response: ModelResponse, call: String) {
        self.call = call
        for item in response.items {
            if let item = OutputItem(item, at: items.count, of: call) { items.append(item) }
        }
        if !response.isComplete { markCut() }
    }

    // MARK: Pieces

    /// Takes note that a thought begins.
    ///
    /// It is told with what follows it: alone it says nothing.
    mutating func beginThought() { thoughtBegan = true }

    /// Tells more text of the last item, or of a new one where the last takes no such text.
    mutating func append(_ text: String, _ kind: OutputItem.Part.Kind, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        announceThought(&events, to: &bytes)
        if items.isEmpty || !items[items.count - 1].takes(kind) {
            announce(kind == .summary ? .reasoning : .message, kind == .summary ? "rs" : "msg", &events, to: &bytes)
        }
        append(items.count - 1, kind, &events, to: &bytes) { $0.append(json: text) }
    }

    /// Tells more of a call.
    mutating func append(_ delta: ToolCallDelta, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        let known = items.lastIndex { if case .call(delta.index, _, _) = $0.kind { true } else { false } }
        if known == nil {
            announceThought(&events, to: &bytes)
            announce(.call(index: delta.index, id: delta.id, name: delta.name), "fc", &events, to: &bytes)
        }
        guard !delta.arguments.isEmpty else { return }
        append(known ?? items.count - 1, .arguments, &events, to: &bytes) { $0.append(json: delta.arguments) }
    }

    private mutating func announceThought(_ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        guard thoughtBegan else { return }
        thoughtBegan = false
        // Of an attempt that failed before, there may be one already of which nothing was shown either.
        if let last = items.last, last.takes(.summary), last.parts.isEmpty { return }
        announce(.reasoning, "rs", &events, to: &bytes)
    }

    private mutating func announce(_ kind: OutputItem.Kind, _ prefix: String, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        announce(OutputItem(kind, at: OutputAddress(prefix, items.count, of: call)), &events, to: &bytes)
    }

    private mutating func announce(_ item: OutputItem, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        if !items.isEmpty { finishParts(of: items.count - 1, &events, to: &bytes) }
        items.append(item)
        events.write("response.output_item.added", to: &bytes) { bytes in
            bytes.append(text: #","output_index":"#)
            bytes.append(json: item.address.index)
            bytes.append(text: #","item":"#)
            item.write(.announced, to: &bytes)
        }
    }

    /// Tells more text of an item; `write` writes it as a JSON string.
    private mutating func append(
        _ place: Int, _ kind: OutputItem.Part.Kind, _ events: inout ResponseEvents, to bytes: inout [UInt8],
        write: (inout [UInt8]) -> Void
    ) {
        if items[place].parts.last?.kind != kind || items[place].partsDone == items[place].parts.count {
            items[place].parts.append(OutputItem.Part(kind: kind))
            writePart(.announced, place, items[place].parts.count - 1, &events, to: &bytes)
        }
        let part = items[place].parts.count - 1
        var text = 0..<0
        events.write(kind.deltaEvent, items[place].address, part: kind.address(part), to: &bytes) { bytes in
            bytes.append(text: #","delta":"#)
            let start = bytes.count
            write(&bytes)
            text = start + 1..<bytes.count - 1
            if kind == .text { bytes.append(text: #","logprobs":[]"#) }
        }
        items[place].parts[part].escaped.append(contentsOf: bytes[text])
    }

    // MARK: The end

    /// Tells what of the answer was not told, and that its items are done.
    mutating func finish(_ response: ModelResponse, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        let settlement = OutputSettlement(items, response.items)
        items = settlement.told
        for more in settlement.additions {
            append(more.item, more.kind, &events, to: &bytes) { $0.append(quoting: more.escaped) }
        }
        for origin in settlement.untold {
            let item = OutputItem(response.items[origin], at: items.count, of: call, before: settlement.follower(of: origin))
            if let item { tell(item, &events, to: &bytes) }
        }
        if !response.isComplete { markCut() }
        for place in items.indices { finish(place, &events, to: &bytes) }
    }

    /// Announces an item and tells its texts.
    private mutating func tell(_ whole: OutputItem, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        var item = whole
        item.parts = []
        announce(item, &events, to: &bytes)
        for part in whole.parts {
            append(items.count - 1, part.kind, &events, to: &bytes) { $0.append(quoting: part.escaped) }
        }
    }

    /// The last thing that the model wrote is what was cut.
    private mutating func markCut() {
        let last = items.lastIndex { item in
            switch item.kind {
            case .message, .call: true
            case .reasoning, .other: false
            }
        }
        if let last { items[last].isCut = true }
    }

    private mutating func finish(_ place: Int, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        finishParts(of: place, &events, to: &bytes)
        let item = items[place]
        if case .call(_, _, let name) = item.kind {
            events.write("response.function_call_arguments.done", item.address, to: &bytes) { bytes in
                bytes.append(text: #","name":"#)
                bytes.append(json: name)
                bytes.append(text: #","arguments":"#)
                bytes.append(quoting: item.arguments)
            }
        }
        events.write("response.output_item.done", to: &bytes) { bytes in
            bytes.append(text: #","output_index":"#)
            bytes.append(json: item.address.index)
            bytes.append(text: #","item":"#)
            item.write(.done, to: &bytes)
        }
    }

    /// Tells that the texts of an item are whole; those of calls are no parts, and may grow side by side.
    private mutating func finishParts(of place: Int, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        if case .call = items[place].kind { return }
        while items[place].partsDone < items[place].parts.count {
            let part = items[place].partsDone
            items[place].partsDone += 1
            finish(items[place], part, &events, to: &bytes)
            writePart(.done, place, part, &events, to: &bytes)
        }
    }

    private func finish(_ item: OutputItem, _ index: Int, _ events: inout ResponseEvents, to bytes: inout [UInt8]) {
        let part = item.parts[index]
        events.write(part.kind.doneEvent, item.address, part: part.kind.address(index), to: &bytes) { bytes in
            bytes.append(text: part.kind == .refusal ? #","refusal":"# : #","text":"#)
            bytes.append(quoting: part.escaped)
            if part.kind == .text { bytes.append(text: #","logprobs":[]"#) }
        }
    }

    private func writePart(
        _ stage: OutputItem.Stage, _ place: Int, _ index: Int, _ events: inout ResponseEvents, to bytes: inout [UInt8]
    ) {
        let part = items[place].parts[index]
        let type: StaticString
        switch (part.kind, stage) {
        case (.text, .announced), (.refusal, .announced): type = "response.content_part.added"
        case (.text, .done), (.refusal, .done): type = "response.content_part.done"
        case (.summary, .announced): type = "response.reasoning_summary_part.added"
        case (.summary, .done): type = "response.reasoning_summary_part.done"
        // Arguments are no part on the wire.
        case (.arguments, _): return
        }
        events.write(type, items[place].address, part: part.kind.address(index), to: &bytes) { bytes in
            bytes.append(text: #","part":"#)
            part.write(stage, to: &bytes)
        }
    }

    /// Appends the items as they are when done, between commas.
    func write(to bytes: inout [UInt8]) {
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(text: ",") }
            item.write(.done, to: &bytes)
        }
    }
}

extension OutputItem.Part.Kind {
    /// The event that brings more of such text.
    fileprivate var deltaEvent: StaticString {
        switch self {
        case .text: "response.output_text.delta"
        case .refusal: "response.refusal.delta"
        case .summary: "response.reasoning_summary_text.delta"
        case .arguments: "response.function_call_arguments.delta"
        }
    }

    /// The event that ends such text.
    fileprivate var doneEvent: StaticString {
        switch self {
        case .text: "response.output_text.done"
        case .refusal: "response.refusal.done"
        case .summary: "response.reasoning_summary_text.done"
        case .arguments: "response.function_call_arguments.done"
        }
    }

    /// How events say which part it is.
    fileprivate func address(_ index: Int) -> PartAddress? {
        switch self {
        case .text, .refusal: .content(index)
        case .summary: .summary(index)
        case .arguments: nil
        }
    }
}
