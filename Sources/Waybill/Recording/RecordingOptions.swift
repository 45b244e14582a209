/// What the books keep of each call beside what they always do.
public struct RecordingOptions: Sendable, Hashable {
    /// The keys of metadata that are kept beside those that the call's route goes by: what reports can be broken down by.
    ///
    /// Values are kept up to 256 bytes.
    public var metadataKeys: [String] = []
    /// Whether a hash of the whole prompt is kept, so that equal requests can be found.
    public var hashesContent = false

    /// Creates options that keep nothing more.
    public init() {}
}

extension RecordingOptions {
    /// As much of a value of metadata as is kept: its first characters, up to 256 bytes.
    static func kept(_ value: String) -> String {
        let limit = 256
        guard value.utf8.count > limit else { return value }
        var end = value.utf8.index(value.startIndex, offsetBy: limit)
        while end.samePosition(in: value) == nil { end = value.utf8.index(before: end) }
        return String(value[..<end])
    }
}
