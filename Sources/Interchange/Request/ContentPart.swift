/// One part of a message or of a tool's result.
@nonexhaustive
public enum ContentPart: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// A picture.
    case image(ImagePart)
    /// A document, such as a PDF.
    case file(FilePart)
    /// Recorded sound.
    case audio(AudioPart)
    /// The assistant's words for not answering.
    case refusal(String)
}

/// Where the content of a part is.
public enum ContentSource: Sendable, Hashable {
    /// At an address that the provider can reach.
    case url(String)
    /// In the request itself.
    case bytes([UInt8], mediaType: String)
}

/// A picture.
public struct ImagePart: Sendable, Hashable {
    /// The picture.
    public var source: ContentSource
    /// How closely the model should look: `low`, `high`, `auto` or another word of the provider's.
    public var detail: ImageDetail

    /// Creates an image part.
    public init(_ source: ContentSource, detail: ImageDetail = .auto) {
        self.source = source
        self.detail = detail
    }
}

/// How closely a model looks at an image.
public struct ImageDetail: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let auto: ImageDetail = "auto"
    public static let low: ImageDetail = "low"
    public static let high: ImageDetail = "high"
    public static let original: ImageDetail = "original"
}

/// A document.
public struct FilePart: Sendable, Hashable {
    /// The document.
    public var source: ContentSource
    /// Its file name.
    public var name: String

    /// Creates a file part.
    public init(_ source: ContentSource, name: String) {
        self.source = source
        self.name = name
    }
}

/// Recorded sound.
public struct AudioPart: Sendable, Hashable {
    /// The sound.
    public var bytes: [UInt8]
    /// The format: `wav` or `mp3`.
    public var format: String

    /// Creates an audio part.
    public init(_ bytes: [UInt8], format: String) {
        self.bytes = bytes
        self.format = format
    }
}
