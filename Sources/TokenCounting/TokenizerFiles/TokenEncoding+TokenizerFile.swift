import WaybillInterchange

extension TokenEncoding {
    /// The largest tokenizer file that is read, in bytes.
    public static let largestTokenizerFile = 64 << 20

    /// Reads a `tokenizer.json`, the format of Hugging Face's tokenizers, as it comes with most open models.
    ///
    /// The encoding gives exactly the tokens that the model's own tokenizer gives, without those that a template puts around a text. What cannot be
    /// done exactly is an error that names it: tokenizers that are not byte-level byte-pair encoding, normalizers other than NFC, and patterns
    /// that are not those of the families in `docs/tokens.md`.
    ///
    /// - Parameters:
    ///   - bytes: The contents of the file.
    ///   - name: What to call the encoding and, in errors, the file.
    /// - Throws: ``TokenizerFileError`` if the file is broken or not supported.
    public static func load(tokenizerJSON bytes: RawSpan, name: String) throws(TokenizerFileError) -> TokenEncoding {
        guard bytes.byteCount <= largestTokenizerFile else {
            throw TokenizerFileError(file: name, problem: "The file is larger than \(largestTokenizerFile >> 20) MB.")
        }
        do {
            let contents = try TokenizerFileContents(bytes)
            let settings = try TokenizerFileSettings(contents)
            let (vocabulary, specials) = try TokenizerFileVocabulary.make(contents, settings)
            return TokenEncoding(
                name: name, vocabulary: vocabulary, rules: settings.rules, specials: specials, normalizes: settings.normalizes)
        } catch {
            throw TokenizerFileError(file: name, problem: "\(error)")
        }
    }

    /// Reads a `tokenizer.json`; see ``load(tokenizerJSON:name:)-(RawSpan,_)``.
    public static func load(tokenizerJSON bytes: [UInt8], name: String) throws(TokenizerFileError) -> TokenEncoding {
        try load(tokenizerJSON: bytes.span.bytes, name: name)
    }
}
