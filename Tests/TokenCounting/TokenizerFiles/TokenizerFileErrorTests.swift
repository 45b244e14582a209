import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TokenizerFileErrorTests {
    private static let text = TokenizerFileText(merges: [
        TokenizerFileText.Merge(left: [97], right: [98]), TokenizerFileText.Merge(left: [97, 98], right: [99]),
    ])
    .text

    /// What to replace in a good file, by what, and what is said then.
    static let mistakes: [(old: String, new: String, problem: String)] = [
        (#""type": "BPE""#, #""type": "Unigram""#, "'model.type' is 'Unigram'; only 'BPE' is supported."),
        (#""dropout": null"#, #""dropout": 0.1"#, "'model.dropout' is not 0; dropout makes token counts random and is not supported."),
        (
            #""continuing_subword_prefix": """#, #""continuing_subword_prefix": "@@""#,
            "'model.continuing_subword_prefix' is not empty; such tokenizers are not supported."
        ),
        (#""fuse_unk": false"#, #""shuffle": 1"#, "'model.shuffle' is not known and may change how text is encoded."),
        (#""ignore_merges": false"#, #""ignore_merges": 3"#, "'model.ignore_merges' is neither true nor false."),
        (
            #""normalizer": null"#, #""normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Lowercase"}]}"#,
            "'normalizer.normalizers[1].type' is 'Lowercase'; only 'NFC' and a 'Sequence' of it are supported."
        ),
        (#""normalizer": null"#, #""normalizer": "NFC""#, "'normalizer' is not an object."),
        (
            #""use_regex": false"#, #""use_regex": true"#,
            "'pre_tokenizer.pretokenizers[1].use_regex' is true: the pattern of GPT-2 is not supported."
        ),
        (
            #""add_prefix_space": false"#, #""add_prefix_space": true"#,
            "'pre_tokenizer.pretokenizers[1].add_prefix_space' is true, which is not supported."
        ),
        (
            #""type": "Split""#, #""type": "Digits""#,
            "'pre_tokenizer.pretokenizers[0].type' is 'Digits'; only one 'Split' and then one 'ByteLevel' are supported."
        ),
        (
            #""behavior": "Isolated""#, #""behavior": "MergedWithNext""#,
            "'pre_tokenizer.pretokenizers[0].behavior' is 'MergedWithNext'; only 'Isolated' is supported."
        ),
        (
            #"{"Regex": "#, #"{"String": "#,
            "'pre_tokenizer.pretokenizers[0].pattern' has no member 'Regex'; other patterns are not supported."
        ),
        (#""vocab": {"#, #""words": {"#, "'model' has no member 'vocab', as a byte-pair tokenizer does."),
        (#""merges": ["#, #""pairs": ["#, "'model' has no member 'merges', as a byte-pair tokenizer does."),
        (#""ab c""#, #""ab  c""#, "'model.merges[1]' is not two tokens with a space between them."),
        (#""ab c""#, #"["ab", 7]"#, "'model.merges[1]' is neither a string nor an array of two strings."),
        (#""ab c""#, #""a b""#, "'model.merges[1]' is there twice."),
        (#""ab c""#, #""ab d""#, "'model.merges[1]' needs the token 'abd', which is not in model.vocab."),
        (#""ab c""#, #""ax c""#, "'model.merges[1]' needs the token 'ax', which is not in model.vocab."),
        (#""abc": 257"#, #""abc": 256"#, "'model.vocab.abc' has the id 256, which is that of 'ab' too."),
        (#""abc": 257"#, #""abc": 257, "abc": 258"#, "'model.vocab.abc' is there twice."),
        (#""abc": 257"#, #""abc": "257""#, "'model.vocab.abc' is not a whole number."),
        (#""abc": 257"#, #""abc": -1"#, "'model.vocab.abc' has the id -1; ids from 0 to 4194303 are supported."),
        (
            #""abc": 257"#, #""abc": 9223372036854775807"#,
            "'model.vocab.abc' has the id 9223372036854775807; ids from 0 to 4194303 are supported."
        ),
        (#""abc": 257"#, #""abc": 257, "": 258"#, "'model.vocab' has an empty token."),
        (#""A": 65"#, #""AA": 65"#, "'model.vocab' has no token for the byte 65, as a byte-level tokenizer does."),
        (
            #""added_tokens": []"#, #""added_tokens": [{"id": 300, "content": "<x>", "lstrip": true}]"#,
            "'added_tokens[0].lstrip' is true, which is not supported."
        ),
        (
            #""added_tokens": []"#, #""added_tokens": [{"id": 7, "content": "<x>"}]"#,
            "'added_tokens[0]' has the id 7, which is that of '\u{107}' too."
        ),
        (
            #""added_tokens": []"#, #""added_tokens": [{"id": 7, "content": "abc"}]"#,
            "'added_tokens[0]' has the id 7, but model.vocab has 257 for this token."
        ),
        (#""added_tokens": []"#, #""added_tokens": [{"id": 300}]"#, "'added_tokens[0]' has no member 'content'."),
        (
            #""added_tokens": []"#,
            #""added_tokens": [{"id": 300, "content": "<x>", "normalized": true}, {"id": 301, "content": "x>y", "normalized": false}]"#,
            "'added_tokens[0].content' overlaps with that of added_tokens[1], which is not 'normalized' like it; that is not supported."
        ),
        (
            #""normalizer": null"#, #""normalizer": {"type": "NFC"}, "added_tokens": [{"id": 300, "content": "<x>", "normalized": true}]"#,
            "'added_tokens[0].normalized' is true beside a normalizer, which is not supported."
        ),
    ]

    @Test(arguments: mistakes) func namesWhatIsWrong(old: String, new: String, problem: String) throws {
        let text = Self.text.replacing(old, with: new)
        #expect(text != Self.text)
        #expect(throws: TokenizerFileError(file: "models/x.json", problem: problem)) {
            try TokenEncoding.load(tokenizerJSON: Array(text.utf8), name: "models/x.json")
        }
    }

    @Test func saysWhereTheFileIsBroken() throws {
        #expect(
            throws: TokenizerFileError(
                file: "x", problem: "Invalid JSON at line 1, column 1: Expected a value, but found the end of the input.")
        ) { try TokenEncoding.load(tokenizerJSON: [], name: "x") }
        #expect(throws: TokenizerFileError(file: "x", problem: "The document is not an object.")) {
            try TokenEncoding.load(tokenizerJSON: Array("[]".utf8), name: "x")
        }
        let bytes = Array(Self.text.utf8)
        var broken = bytes
        broken[try #require(bytes.firstIndex(of: 0xC3))] = 0xFF
        let error = #expect(throws: TokenizerFileError.self) { try TokenEncoding.load(tokenizerJSON: broken, name: "x") }
        #expect(error?.problem.hasSuffix("The string is not valid UTF-8.") == true)
        #expect(error?.description.hasPrefix("x: Invalid JSON at line ") == true)
    }

    @Test func refusesEveryTruncatedFile() throws {
        let bytes = Array(Self.text.utf8)
        for end in stride(from: 0, to: bytes.count, by: isFullRun ? 1 : 41) {
            #expect(throws: TokenizerFileError.self) { try TokenEncoding.load(tokenizerJSON: Array(bytes[..<end]), name: "x") }
        }
    }

    @Test func refusesAFileThatIsTooLarge() throws {
        let bytes = [UInt8](repeating: 0x20, count: TokenEncoding.largestTokenizerFile + 1)
        #expect(throws: TokenizerFileError(file: "x", problem: "The file is larger than 64 MB.")) {
            try TokenEncoding.load(tokenizerJSON: bytes, name: "x")
        }
    }
}
