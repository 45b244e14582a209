import WaybillInterchange

extension ResponsesOutput {
    /// Takes an item that is announced or done.
    ///
    /// - Parameter isWhole: Whether the item is done, so that it can be kept as it is: only then it holds encrypted reasoning.
    mutating func take(_ item: JSONValue, at position: Int?, isWhole: Bool, into events: inout [AnswerEvent]) {
        let kind = Self.kind(of: item)
        let known = slots.count
        let slot = place(of: kind, Address(item: position, id: Self.id(of: item)))
        if kind == .reasoning, slots.count > known { events.append(.reasoningDelta("")) }
        merge(item, into: slot, isWhole: isWhole, &events)
        // Hidden thinking and server-side tools have nothing else to show for themselves.
        if kind == .reasoning || kind == .other { events.append(.activity) }
    }

    /// Takes the items of a finished answer, in their order: what the pieces told of and what they did not.
    mutating func finish(_ items: [JSONValue], into events: inout [AnswerEvent]) {
        guard !items.isEmpty else { return }
        var left = Array(slots.indices)
        func take(_ fits: (ResponsesSlot) -> Bool) -> Int? {
            left.firstIndex { fits(slots[$0]) }.map { left.remove(at: $0) }
        }
        // Items are known by their ids; servers whose ids change from event to event still keep their order.
        var order = items.map { item in take { $0.id != nil && $0.id == Self.id(of: item) && $0.kind == Self.kind(of: item) } }
        for (index, item) in items.enumerated() where order[index] == nil { order[index] = take { $0.kind == Self.kind(of: item) } }
        for (index, item) in items.enumerated() {
            let kind = Self.kind(of: item)
            if kind == .reasoning, order[index] == nil { events.append(.reasoningDelta("")) }
            let slot = order[index] ?? add(kind, at: nil, id: Self.id(of: item))
            order[index] = slot
            merge(item, into: slot, isWhole: true, &events)
        }
        reorder(order.compactMap(\.self) + left)
    }

    private mutating func merge(_ item: JSONValue, into slot: Int, isWhole: Bool, _ events: inout [AnswerEvent]) {
        if let id = Self.id(of: item) { update(slot) { $0.id = id } }
        switch slots[slot].kind {
        case .message:
            if let phase = item["phase"]?.stringValue { update(slot) { $0.phase = phase } }
            if let text = item["content"]?.stringValue { complete(text, .text, index: nil, of: slot, into: &events) }
            takeParts(of: item["content"], slot, into: &events)
        case .call:
            takeCall(item, slot, into: &events)
        case .reasoning:
            takeParts(of: item["summary"], slot, into: &events)
            takeParts(of: item["content"], slot, into: &events)
            if isWhole { update(slot) { $0.wire = item } }
        case .other:
            if isWhole { update(slot) { $0.wire = item } }
        }
    }

    /// Takes a part of an item, announced or done.
    mutating func takePart(_ part: JSONValue, at address: Address, into events: inout [AnswerEvent]) {
        guard let (kind, text) = Self.text(of: part) else { return }
        complete(text, kind, at: address, into: &events)
    }

    private mutating func takeParts(of list: JSONValue?, _ slot: Int, into events: inout [AnswerEvent]) {
        for (index, part) in (list?.arrayValue ?? []).enumerated() {
            guard let (kind, text) = Self.text(of: part), !text.isEmpty, kind.slotKind == slots[slot].kind else { continue }
            complete(text, kind, index: index, of: slot, into: &events)
        }
    }

    private static func text(of part: JSONValue) -> (ResponsesSlot.Part.Kind, String)? {
        let (kind, key): (ResponsesSlot.Part.Kind, String)
        switch part["type"]?.stringValue {
        case "output_text", "text": (kind, key) = (.text, "text")
        case "refusal": (kind, key) = (.refusal, "refusal")
        case "reasoning_text": (kind, key) = (.thought, "text")
        case "summary_text": (kind, key) = (.summary, "text")
        default: return nil
        }
        return part[key]?.stringValue.map { (kind, $0) }
    }

    private mutating func takeCall(_ item: JSONValue, _ slot: Int, into events: inout [AnswerEvent]) {
        update(slot) { call in
            guard !call.isAnnounced else { return }
            call.callID = item["call_id"]?.stringValue ?? call.callID
            call.name = item["name"]?.stringValue ?? call.name
        }
        // Some servers write arguments as an object where a text should be.
        let arguments = item["arguments"]?.stringValue ?? item["arguments"].flatMap { $0.objectValue == nil ? nil : $0.text() }
        completeArguments(arguments ?? "", of: slot, into: &events)
        announce(slot, into: &events)
    }

    private static func kind(of item: JSONValue) -> ResponsesSlot.Kind {
        switch item["type"]?.stringValue {
        case "message": .message
        case "function_call": .call
        case "reasoning": .reasoning
        case nil where item["content"] != nil: .message
        default: .other
        }
    }

    /// The id by which events refer to an item; that of the call for llama.cpp's calls, which have no other.
    private static func id(of item: JSONValue) -> String? { item["id"]?.stringValue ?? item["call_id"]?.stringValue }
}
