import WaybillInterchange

/// What stands in a `tokenizer.json`, the format of Hugging Face's tokenizers; not yet understood.
///
/// The vocabulary and the merges, hundreds of thousands of them, are read without building a JSON value for each.
struct TokenizerFileContents {
    /// The tokens of `model.vocab` as they are written.
    private(set) var tokens = ByteStrings()
    /// The id of each token.
    private(set) var ids: [Int] = []
    /// The halves of `model.merges` as they are written: the left one of each merge, then its right one.
    private(set) var halves = ByteStrings()
    /// The other members of `model`.
    private(set) var model = JSONObject()
    /// `added_tokens`, `normalizer` and `pre_tokenizer`.
    private(set) var members = JSONObject()

    private var hasVocabulary = false
    private var hasMerges = false
    private var problem: JSONFormatError?

    /// Reads a file.
    ///
    /// - Throws: ``JSONFormatError`` if it is not of byte-pair encoding, or the vocabulary or the merges are not there in their form;
    ///   ``JSONError`` if it is no JSON.
    init(_ bytes: RawSpan) throws {
        var contents = TokenizerFileContents()
        let isObject = try JSONCursor.read(bytes, options: .init(loneSurrogates: .error)) { contents.read(&$0) }
        guard isObject else { throw JSONFormatError(.root, "is not an object") }
        let model = JSONPath.root["model"]
        // First: the vocabularies of other types have other forms.
        if let type = contents.model["type"]?.stringValue, type != "BPE" {
            throw JSONFormatError(model["type"], "is '\(type)'; only 'BPE' is supported")
        }
        if let problem = contents.problem { throw problem }
        guard contents.hasVocabulary else { throw JSONFormatError(model, "has no member 'vocab', as a byte-pair tokenizer does") }
        guard contents.hasMerges else { throw JSONFormatError(model, "has no member 'merges', as a byte-pair tokenizer does") }
        self = contents
    }

    private init() {}

    private mutating func read(_ file: inout JSONCursor) -> Bool {
        file.forEachMember { key, value in
            switch key {
            case "model": readModel(&value)
            case "added_tokens", "normalizer", "pre_tokenizer": members[String(key: key)] = value.readValue()
            default: break
            }
        }
    }

    private mutating func readModel(_ model: inout JSONCursor) {
        let isObject = model.forEachMember { key, value in
            switch key {
            case "vocab": readVocabulary(&value)
            case "merges": readMerges(&value)
            default: self.model[String(key: key)] = value.readValue()
            }
        }
        if !isObject { fail(.root["model"], "is not an object") }
    }

    private mutating func readVocabulary(_ vocabulary: inout JSONCursor) {
        guard !hasVocabulary else { return fail(.root["model"], "has the member 'vocab' twice") }
        hasVocabulary = true
        let isObject = vocabulary.forEachMember { key, value in
            key.withUnsafeBufferPointer { tokens.append($0) }
            if let id = value.readInt() { ids.append(id) } else { fail(.root["model"]["vocab"][String(key: key)], "is not a whole number") }
        }
        if !isObject { fail(.root["model"]["vocab"], "is not an object of tokens and their ids") }
    }

    private mutating func readMerges(_ merges: inout JSONCursor) {
        guard !hasMerges else { return fail(.root["model"], "has the member 'merges' twice") }
        hasMerges = true
        let isArray = merges.forEachElement { merge in
            let path = JSONPath.root["model"]["merges"]
            if merge.kind == .string, var text = merge.readString() {
                let isPair = text.withUTF8 { bytes in
                    guard let space = bytes.firstIndex(of: UInt8(ascii: " ")), !bytes[(space + 1)...].contains(UInt8(ascii: " ")) else {
                        return false
                    }
                    halves.append(bytes[..<space])
                    halves.append(bytes[(space + 1)...])
                    return true
                }
                if !isPair { fail(path[halves.count / 2], "is not two tokens with a space between them") }
            } else {
                var count = 0
                let before = halves.count / 2
                merge.forEachElement { half in
                    count += 1
                    if count <= 2, let text = half.readString() { halves.append(text.utf8) }
                }
                if count != 2 || halves.count != 2 * before + 2 { fail(path[before], "is neither a string nor an array of two strings") }
            }
        }
        if !isArray { fail(.root["model"]["merges"], "is not an array") }
    }

    private mutating func fail(_ path: JSONPath, _ text: String) {
        if problem == nil { problem = JSONFormatError(path, text) }
    }
}
