import WaybillInterchange
import WaybillTokenCounting

/// A rehearsed prompt in the pieces at whose ends prompts can part: tools, form of the answer, instructions, then each part of each message.
///
/// A real cache sees tokens. Here two prompts share whole pieces only, so that what they share can be foretold without their texts.
struct PromptPieces {
    /// One piece.
    struct Piece {
        /// What all pieces up to this one are known by.
        let chain: PromptChain
        /// The tokens up to its end.
        let end: Int
        /// Whether a breakpoint of the request stands at its end.
        var hasBreakpoint = false
        /// Whether a message ends here at which a prompt may be kept unasked: a user's, or the last of several results of tools.
        var endsMessage = false
        /// Whether the developer messages end here that a prompt begins with.
        var endsDeveloperMessages = false
    }

    /// In rendered order.
    private(set) var pieces: [Piece] = []
    /// All tokens of the prompt, with what stands before and after it.
    let total: Int

    init(_ request: RehearsedRequest, model: ModelName, counter: RequestCounter) {
        let prompt = UnderstoodPrompt(request, model: model)
        total = counter.count(prompt.request, for: model).total.tokens
        let frame = counter.count(prompt.bare([]), for: model).total.tokens
        let body = request.body
        let head = counter.count(prompt.head, for: model)
        add(body["tools"], tokens: head[.tools]?.tokens ?? 0)
        add(body["text"]?["format"] ?? body["response_format"], tokens: head[.schema]?.tokens ?? 0)
        // What frames the instructions is counted with them.
        let rest = max(0, head.total.tokens - frame - end)
        if let instructions = body["instructions"] { add(instructions, tokens: rest) }
        var isInitial = true
        for (place, message) in prompt.messages.enumerated() {
            let role = message.wire["role"]
            let tokens = { (items: [ConversationItem]) in counter.count(prompt.bare(items), for: model).total.tokens - frame }
            if message.items.isEmpty {
                add(message.wire.withoutBreakpoints, tokens: rest)
            } else {
                add(message, tokens: tokens)
            }
            let next = place + 1 < prompt.messages.count ? prompt.messages[place + 1].wire : nil
            isInitial = isInitial && role?.isSystemRole == true
            let last = pieces.count - 1
            pieces[last].hasBreakpoint = message.wire["content"]?.arrayValue?.last?["prompt_cache_breakpoint"]?.objectValue != nil
            pieces[last].endsMessage = role?.stringValue == "user" || message.wire.isToolResult && next?.isToolResult != true
            pieces[last].endsDeveloperMessages = isInitial && next?["role"]?.isSystemRole != true
        }
    }

    private var end: Int { pieces.last?.end ?? 0 }

    private mutating func add(_ wire: JSONValue?, tokens: Int) {
        guard let wire else { return }
        pieces.append(Piece(chain: PromptChain(pieces.last?.chain, wire), end: end + tokens))
    }

    /// Adds the parts of a message; all other items are one piece.
    private mutating func add(_ message: (wire: JSONValue, items: [ConversationItem]), tokens: ([ConversationItem]) -> Int) {
        guard message.items.count == 1, case .message(let said) = message.items[0], let parts = message.wire["content"]?.arrayValue,
            parts.count > 1
        else { return add(message.wire.withoutBreakpoints, tokens: tokens(message.items)) }
        var before = 0
        for (place, part) in parts.enumerated() {
            var beginning = said
            beginning.content = Array(said.content.prefix(place + 1))
            let tokens = tokens([.message(beginning)])
            add(["role": message.wire["role"] ?? .null, "part": part.withoutBreakpoints], tokens: tokens - before)
            pieces[pieces.count - 1].hasBreakpoint = part["prompt_cache_breakpoint"]?.objectValue != nil
            before = tokens
        }
    }
}

/// What a prompt is known by up to some place.
struct PromptChain: Hashable {
    private let digest: [UInt8]

    init(_ before: PromptChain?, _ piece: JSONValue) {
        var hash = SHA256()
        hash.update(before?.digest ?? [])
        hash.update(piece.bytes())
        digest = hash.finalize()
    }
}

extension JSONValue {
    fileprivate var isToolResult: Bool {
        self["type"]?.stringValue == "function_call_output" || self["role"]?.stringValue == "tool"
    }

    /// The value as a model sees it: a breakpoint is no part of what it stands in, and one text is the same with or without a list around it.
    fileprivate var withoutBreakpoints: JSONValue {
        guard case .object(var members) = self else { return self }
        members["prompt_cache_breakpoint"] = nil
        if let parts = members["content"]?.arrayValue {
            members["content"] =
                parts.count == 1 && parts[0]["text"] != nil ? parts[0]["text"] : .array(parts.map(\.withoutBreakpoints))
        }
        return .object(members)
    }
}
