import WaybillInterchange

/// The tokens of one request while they are added up.
struct RequestSum {
    let texts: TextCounter
    let rules: RequestRules
    /// The model that would read the request.
    let reader: ModelName
    /// What each ``RequestCount/Part`` comes to, in their order.
    private(set) var tallies = [TokenTally](repeating: TokenTally(), count: RequestCount.Part.allCases.count)

    private var tokenizer: String { texts.tokenizer.name }
    private var attachments: AttachmentCount { AttachmentCount(images: rules.images, texts: texts) }

    init(texts: TextCounter, rules: RequestRules, reader: ModelName) {
        self.texts = texts
        self.rules = rules
        self.reader = reader
    }

    mutating func add(_ request: PreparedRequest) {
        switch rules.format {
        case .harmony: addHarmony(request)
        case .framed(let frames): addFramed(request, frames)
        }
        addSchema(request)
    }

    // MARK: Adding

    mutating func add(_ count: TokenCount, to part: RequestCount.Part) { self[part].add(count) }

    mutating func add(exact tokens: Int, to part: RequestCount.Part) { self[part].add(tokens) }

    mutating func addText(_ text: String, to part: RequestCount.Part) { add(texts.count(text), to: part) }

    mutating func estimate(_ tokens: Int, _ reason: String, to part: RequestCount.Part) {
        add(TokenCount(tokens, .estimated, tokenizer: tokenizer, reason: reason), to: part)
    }

    mutating func bound(_ tokens: Int, by slack: Int, _ reason: String, to part: RequestCount.Part) {
        add(TokenCount(tokens, .bounded(slack), tokenizer: tokenizer, reason: reason), to: part)
    }

    private subscript(part: RequestCount.Part) -> TokenTally {
        get { tallies[part.place] }
        set { tallies[part.place] = newValue }
    }

    /// Whether what a model handed out for itself alone goes back to it.
    func goesBack(to issuer: ModelName) -> Bool { rules.replaysReasoning && issuer == reader }

    /// An item of a kind that is not known here.
    mutating func addOther(_ item: OpaqueItem) {
        estimate(guess(bytes: item.wire.bytes().count), "how an item of this kind is counted is not known", to: .messages)
    }

    /// About as many tokens as `o200k_base` makes of so many bytes of English, code and most other text.
    func guess(bytes: Int) -> Int { (bytes * 10 + 38) / 39 }

    /// What a message or a result holds.
    mutating func addContent(_ content: [ContentPart]) {
        var textParts = 0
        for part in content {
            switch part {
            case .text(let text), .refusal(let text):
                addText(text, to: .messages)
                textParts += 1
            case .image(let image): add(attachments.count(image), to: .images)
            case .file(let file): add(attachments.count(file), to: .files)
            case .audio(let audio): add(attachments.count(audio), to: .audio)
            }
        }
        // Where two texts meet, their last and first words may be cut in another way, and a line end may come between.
        if textParts > 1 { bound(0, by: 2 * (textParts - 1), "how the texts of one message are joined is not published", to: .framing) }
    }

    /// The schema of the answer, which a hosted model reads and a server's grammar may keep to itself.
    private mutating func addSchema(_ request: PreparedRequest) {
        guard let schema = request.outputSchema, case .jsonSchema(let format) = request.request.output else { return }
        let written =
            texts.count("\(format.name)\n\(format.description ?? "")\n").tokens
            + texts.count(String(decoding: schema, as: UTF8.self)).tokens
        if rules.form == .compatible {
            bound(0, by: written, "servers differ in whether the model reads the schema of its answer", to: .schema)
        } else {
            estimate(written + 10, "how a schema is shown to the model is not published", to: .schema)
        }
    }
}

extension RequestCount.Part {
    /// Its place in the order of all parts.
    fileprivate var place: Int {
        switch self {
        case .instructions: 0
        case .tools: 1
        case .schema: 2
        case .messages: 3
        case .images: 4
        case .files: 5
        case .audio: 6
        case .framing: 7
        }
    }
}
