/// How the requests to one model are counted: what frames its messages, how it is shown tools, what images cost.
///
/// Chosen once for a model, when routes are loaded.
public struct RequestRules: Sendable, Hashable {
    /// The form in which requests reach a model.
    public enum Form: Sendable, Hashable {
        /// OpenAI's Responses API.
        case responses
        /// OpenAI's Chat Completions.
        case chat
        /// Chat Completions of another server, which puts a conversation into its model's own template.
        case compatible
    }

    /// What a prompt is written in.
    enum Format: Sendable, Hashable {
        /// The format of gpt-oss, which is published to the token.
        case harmony
        /// Another, of which so much is known.
        case framed(MessageFrames)
    }

    let form: Form
    let format: Format
    let images: ImageRule?

    /// The rules for a model.
    ///
    /// - Parameters:
    ///   - model: What the provider calls it; a vendor's name before a `/` is passed over.
    ///   - tokenizer: Its tokenizer's name, if it is known: `o200k_harmony` means the harmony format, whatever the model is called.
    public init(_ form: Form, model: String, tokenizer: String? = nil) {
        let family = ModelFamily(model)
        self.form = form
        images = ImageRules.rule(for: family)
        format =
            if tokenizer == "o200k_harmony" || family.has("gpt-oss") {
                .harmony
            } else {
                .framed(form == .compatible ? Self.templateFrames(family) : Self.hostedFrames(form, family))
            }
    }

    private static func hostedFrames(_ form: Form, _ family: ModelFamily) -> MessageFrames {
        guard form == .chat else { return .hostedModel }
        if family.begins("gpt-3.5-turbo-0301") { return .firstChat }
        return family.begins("gpt-3.5-turbo") || family.begins("gpt-4") || family.begins("gpt-4o") ? .publishedChat : .hostedModel
    }

    private static func templateFrames(_ family: ModelFamily) -> MessageFrames {
        if family.has("llama-3") || family.has("llama3") || family.has("llama-4") || family.has("llama4") { return .llama3 }
        if family.has("qwen") || family.has("qwq") || family.has("chatml") { return .chatML }
        if family.has("mistral") || family.has("mixtral") || family.has("ministral") { return .mistral }
        return family.begins("gpt-4o") || family.begins("gpt-4") || family.begins("gpt-5") ? .hostedModel : .unknown
    }

    /// Whether reasoning that the model handed out goes back to it.
    var replaysReasoning: Bool { form == .responses }
}

/// The name of a model, as its family is told by.
struct ModelFamily {
    private let name: [UInt8]

    init(_ model: String) {
        name = (model.split(separator: "/").last ?? "").lowercased().utf8.map(\.self)
    }

    /// Whether the name is `prefix`, or goes on with another part after it: `gpt-5-mini` begins with `gpt-5`, `gpt-5.2` does not.
    func begins(_ prefix: String) -> Bool {
        guard name.starts(with: prefix.utf8) else { return false }
        let rest = name.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "@")
    }

    /// Whether the name has this anywhere.
    func has(_ part: String) -> Bool {
        let part = Array(part.utf8)
        return name.indices.contains { name[$0...].starts(with: part) }
    }
}
