/// The tokens of text of which only the size is known.
public enum RequestTokens {
    /// Bytes of UTF-8 per token, in hundredths: what `o200k_base` averages over English, code, JSON and most other scripts.
    private static let bytesPerHundredTokens = 390

    /// The expected tokens of a text of this many UTF-8 bytes.
    public static func estimate(bytes: Int) -> Int {
        (bytes * 100 + bytesPerHundredTokens - 1) / bytesPerHundredTokens
    }
}
