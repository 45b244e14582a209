/// The text of a `tokenizer.json`, made of a vocabulary.
struct TokenizerFileText {
    struct Merge {
        var left: [UInt8]
        var right: [UInt8]
    }

    static let llama3 =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    static let qwen = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    static let qwen35 =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    static let o200k =
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"#
        + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"#
        + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    static let tekken =
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|"#
        + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|"#
        + #"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// The id of each token.
    var vocabulary: [[UInt8]: Int]
    var merges: [Merge]
    /// Whether a merge is written as two strings, not as one.
    var writesPairs = false
    var pattern = Self.llama3
    var normalizer = "null"
    var ignoresMerges = false
    var addedTokens = "[]"

    /// Merges that make tokens of ids from 256 on; bytes are their own ids.
    init(merges: [Merge]) {
        self.merges = merges
        vocabulary = Dictionary(uniqueKeysWithValues: (UInt8.min...UInt8.max).map { ([$0], Int($0)) })
        for merge in merges where vocabulary[merge.left + merge.right] == nil {
            vocabulary[merge.left + merge.right] = vocabulary.count
        }
    }

    var bytes: [UInt8] { Array(text.utf8) }

    var text: String {
        let tokens = vocabulary.sorted { $0.value < $1.value }.map { "\(Self.quoted(Self.written($0.key))): \($0.value)" }
        let merges = merges.map { merge in
            let (left, right) = (Self.written(merge.left), Self.written(merge.right))
            return writesPairs ? "[\(Self.quoted(left)), \(Self.quoted(right))]" : Self.quoted("\(left) \(right)")
        }
        return """
            {
              "version": "1.0", "truncation": null, "padding": null,
              "added_tokens": \(addedTokens),
              "normalizer": \(normalizer),
              "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": \(Self.quoted(pattern))}, "behavior": "Isolated", "invert": false},
                {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]},
              "post_processor": null, "decoder": {"type": "ByteLevel"},
              "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                "fuse_unk": false, "byte_fallback": false, "ignore_merges": \(ignoresMerges),
                "vocab": {\(tokens.joined(separator: ", "))},
                "merges": [\(merges.joined(separator: ", "))]}
            }
            """
    }

    /// A text as a JSON string.
    static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }

    /// Bytes in the alphabet of byte-level tokenizers, as GPT-2's `bytes_to_unicode` makes it.
    static func written(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(alphabet[Int(byte)]) }
        return String(text)
    }

    private static let alphabet: [Unicode.Scalar] = {
        var own: [UInt8] = Array(UInt8(ascii: "!")...UInt8(ascii: "~")) + Array(0xA1...0xAC) + Array(0xAE...0xFF)
        var scalars = own.map { Unicode.Scalar($0) }
        for byte in UInt8.min...UInt8.max where !own.contains(byte) {
            scalars.append(Unicode.Scalar(UInt32(256 + scalars.count - 188))!)
            own.append(byte)
        }
        return zip(own, scalars).sorted { $0.0 < $1.0 }.map(\.1)
    }()
}
