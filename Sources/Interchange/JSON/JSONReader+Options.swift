extension JSONReader {
    /// How strictly to read, and how deep.
    public struct Options: Sendable, Hashable {
        /// What becomes of a key that an object has twice.
        public enum DuplicateKeys: Sendable, Hashable {
            /// The last value counts, in the place of the first: what most readers do with what comes over the wire.
            case lastWins
            /// It is an error: right for what people write.
            case error
        }

        /// What becomes of an escape like `\ud83d` that is half of a surrogate pair without the other half.
        ///
        /// The grammar allows it, but it stands for no character; models that were cut off write such strings.
        public enum LoneSurrogates: Sendable, Hashable {
            /// It becomes U+FFFD, the replacement character.
            case replace
            /// It is an error.
            case error
        }

        /// How many arrays and objects may be nested; never more than ``deepest``.
        public var maximumDepth: Int {
            didSet { maximumDepth = min(maximumDepth, Self.deepest) }
        }
        /// What becomes of a key that an object has twice.
        public var duplicateKeys: DuplicateKeys
        /// What becomes of half a surrogate pair.
        public var loneSurrogates: LoneSurrogates

        /// The deepest nesting that may be allowed, so that whatever walks over a value fits a thread's stack.
        public static let deepest = 512

        /// Options; without arguments, those for what comes over the wire.
        public init(
            maximumDepth: Int = 128, duplicateKeys: DuplicateKeys = .lastWins, loneSurrogates: LoneSurrogates = .replace
        ) {
            self.maximumDepth = min(maximumDepth, Self.deepest)
            self.duplicateKeys = duplicateKeys
            self.loneSurrogates = loneSurrogates
        }
    }
}
