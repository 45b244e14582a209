import WaybillInterchange

/// What images, files and sound cost.
struct AttachmentCount {
    let images: ImageRule?
    let texts: TextCounter

    private var tokenizer: String { texts.tokenizer.name }

    /// What an image costs where no rule is known: that of 1024 × 1024 pixels on most models.
    private static let tokensPerImage = 1_000
    /// What a page of a document costs: about what a page of prose does, once as text.
    private static let tokensPerPage = 700
    /// The size of a page in a PDF, text and a few pictures together.
    private static let bytesPerPage = 50_000
    /// What a file is taken for of which nothing is known: a few pages.
    private static let pagesOfUnknownFile = 4
    /// GPT-4o's audio models hear one token in a tenth of a second.
    private static let tokensPerSecond = 10
    /// MP3 at 128 kbit/s.
    private static let bytesPerSecondOfMP3 = 16_000

    func count(_ image: ImagePart) -> TokenCount {
        guard let images else {
            return TokenCount(Self.tokensPerImage, .estimated, tokenizer: tokenizer, reason: "what images cost at this model is not known")
        }
        let size =
            switch image.source {
            case .url(let url): ImageSize(ofDataURL: url)
            case .bytes(let bytes, _): ImageSize(of: bytes)
            }
        return images.count(size, detail: image.detail, tokenizer: tokenizer)
    }

    func count(_ file: FilePart) -> TokenCount {
        let name = texts.count(file.name).tokens
        switch file.source {
        case .bytes(let bytes, let type) where type.isText:
            let text = texts.count(String(decoding: bytes, as: UTF8.self)).tokens
            return estimate(text + name, "how a file is shown to the model is not published")
        case .bytes(let bytes, _):
            let pages = max(1, (bytes.count + Self.bytesPerPage - 1) / Self.bytesPerPage)
            return estimate(pages * Self.tokensPerPage + name, "the pages of a file are not known")
        case .url: return estimate(Self.pagesOfUnknownFile * Self.tokensPerPage + name, "the size of a file is not known")
        }
    }

    func count(_ audio: AudioPart) -> TokenCount {
        let bytesPerSecond = audio.waveBytesPerSecond ?? Self.bytesPerSecondOfMP3
        let tokens = (audio.bytes.count / bytesPerSecond + 1) * Self.tokensPerSecond
        return estimate(tokens, "what sound costs at this model is not published")
    }

    private func estimate(_ tokens: Int, _ reason: String) -> TokenCount {
        TokenCount(tokens, .estimated, tokenizer: tokenizer, reason: reason)
    }
}

extension String {
    /// Whether a media type is one of text.
    fileprivate var isText: Bool {
        let type = prefix { $0 != ";" }
        return type.hasPrefix("text/") || type == "application/json" || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || type == "application/xml"
    }
}

extension AudioPart {
    /// What a WAV file says of itself; `nil` for other formats.
    fileprivate var waveBytesPerSecond: Int? {
        guard bytes.count >= 44, bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WAVEfmt ".utf8) else { return nil }
        let rate = bytes[28..<32].reversed().reduce(0) { $0 << 8 | Int($1) }
        return rate > 0 ? rate : nil
    }
}
