/// Keeps libcurl from sending a request a second time.
///
/// When a reused connection dies before the first byte of a response, libcurl opens another and sends the request again, whatever its
/// method; likewise after a refused HTTP/2 stream. For a model that is a second, billed answer, and whether to ask again is not decided
/// here. libcurl says when it is about to open a socket and when it is about to send; after the first sending, both are refused.
struct SendOnce {
    /// Whether the request was, or may have been, sent.
    private(set) var hasBegun = false
    /// Whether libcurl set out to send it again.
    private(set) var wasPrevented = false

    /// Whether a socket may be opened.
    mutating func mayConnect() -> Bool {
        if hasBegun { wasPrevented = true }
        return !hasBegun
    }

    /// Whether the request may be sent now; true only once.
    mutating func maySend() -> Bool {
        defer { hasBegun = true }
        return mayConnect()
    }
}
