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
