public import Waybill

/// An item of an answer that only the model that made it can read, as one string that a client keeps and hands back.
///
/// Neither API has a member for the model that thought a thought, and Chat Completions has none for items of other kinds. So the item
/// travels as text, where a client expects text that it does not understand: `encrypted_content` of a Responses item, `data` of a Chat
/// `reasoning_details` piece.
///
/// ## Form
/// `wb1.`, then the item in its JSON form (see `docs/request.md`), compact:
/// `wb1.{"type":"reasoning","issuer":"openai/gpt-5.4","wire":{…}}`. The number is the version of the form. `text` is left out where it says
/// what the summaries and contents in `wire` say.
///
/// ## What it is not
/// It is no secret and no signature: it hides nothing that the answer does not show, and anyone can write one. That gives nobody anything.
/// What it holds must be of a kind that models make, so that a forged one cannot reach for what is stored in the operator's account, such
/// as files of other clients (``JSONValue/isMadeByModels``); the provider itself checks what it encrypted or signed; and an issuer that is
/// made up, or that is not the model that is asked in the end, has the item left out.
public enum SealedItem: Sendable, Hashable {
    /// What a model thought.
    case reasoning(ReasoningItem)
    /// An item of a kind that is not known here.
    case other(OpaqueItem)

    /// What the strings of this form begin with.
    private static let mark = "wb1."
    /// The longest string that is read, in UTF-8: what the Responses API takes as encrypted content.
    static let longest = 20_971_520
    /// Deeper than any answer that a router reads, so that whatever was sealed can be read.
    private static let options = JSONReader.Options(maximumDepth: 160, duplicateKeys: .error, loneSurrogates: .error)

    /// The item as a string.
    public var text: String {
        var bytes = Array(Self.mark.utf8)
        switch self {
        case .reasoning(var item):
            if item.text == item.wire?.readableText { item.text = "" }
            ConversationItem.reasoning(item).json.write(into: &bytes)
        case .other(let item): ConversationItem.other(item).json.write(into: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what ``text`` wrote.
    ///
    /// - Returns: `nil` where the text was sealed by someone else, such as a provider that the client asked without this gateway.
    /// - Throws: ``InboundProblem`` that names `path`, where the text claims to be of this kind and is not whole.
    public init?(_ text: String, at path: JSONPath) throws(InboundProblem) {
        do throws(BodyFault) { try self.init(sealed: text) } catch { throw InboundProblem(error.within(path.description)) }
    }

    /// Reads what ``text`` wrote; `nil` where the text was sealed by someone else.
    init?(sealed text: String) throws(BodyFault) {
        guard Self.isSeal(text) else { return nil }
        guard text.utf8.starts(with: Self.mark.utf8) else { throw .invalid("was sealed by another version of this gateway") }
        guard text.utf8.count <= Self.longest else { throw .invalid("is longer than \(Self.longest) bytes") }
        let item: ConversationItem
        do {
            let json = try JSONReader.read(Array(text.utf8.dropFirst(Self.mark.utf8.count)), options: Self.options)
            item = try ConversationItem(json: json, at: .root)
        } catch {
            throw .invalid("is not whole: it must come back exactly as this gateway wrote it")
        }
        switch item {
        case .reasoning(var item) where item.wire?.isThought ?? true:
            if item.text.isEmpty, let text = item.wire?.readableText { item.text = text }
            self = .reasoning(item)
        case .other(let item) where item.wire.isMadeByModels: self = .other(item)
        default: throw .invalid("holds an item of a kind that is never sealed")
        }
    }

    /// Whether a text claims to be sealed here, in whatever version: `wb`, digits, a full stop.
    private static func isSeal(_ text: String) -> Bool {
        guard text.utf8.starts(with: "wb".utf8) else { return false }
        let rest = text.utf8.dropFirst(2)
        guard let stop = rest.prefix(10).firstIndex(of: UInt8(ascii: ".")), stop != rest.startIndex else { return false }
        return rest[..<stop].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension ReasoningItem {
    /// Reasoning of a model that is not known: readable, and left out for every model.
    public static func ofUnknownIssuer(text: String) -> ReasoningItem {
        ReasoningItem(issuer: ModelName(provider: "unknown", id: "unknown"), text: text)
    }
}

extension JSONValue {
    /// The texts of a reasoning item of the Responses API, its summary and its content, as the router joins them.
    fileprivate var readableText: String? {
        guard case .object(let item) = self else { return nil }
        let parts = (item["summary"]?.arrayValue ?? []) + (item["content"]?.arrayValue ?? [])
        let texts = parts.compactMap { $0["text"]?.stringValue }.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }
}
