import CWaybillCURL
import WaybillInterchange

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A URL that a request may be sent to, parsed once by libcurl itself, so that what was checked is what is connected to.
struct Endpoint: ~Copyable {
    /// libcurl's own form of the URL.
    let parsed: OpaquePointer
    /// Whether the host is this machine.
    let isLoopback: Bool

    /// Reads and checks a URL.
    ///
    /// - Throws: ``TransportFailure/Kind/refused`` for what is no URL, a scheme other than `http` and `https`, credentials within the URL,
    ///   and plain HTTP beyond loopback where the rules do not allow it.
    init(_ url: String, rules: ConnectionRules) throws(TransportFailure) {
        guard let handle = curl_url() else { throw .refused("no memory for the URL") }
        do {
            isLoopback = try Self.check(url, rules: rules, with: handle)
            parsed = handle
        } catch {
            curl_url_cleanup(handle)
            throw error
        }
    }

    deinit {
        curl_url_cleanup(parsed)
    }

    private static func check(_ url: String, rules: ConnectionRules, with handle: OpaquePointer) throws(TransportFailure) -> Bool {
        let code =
            url.utf8.contains(0) ? CURLUE_MALFORMED_INPUT : curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard code == CURLUE_OK, let scheme = part(CURLUPART_SCHEME, of: handle), let host = part(CURLUPART_HOST, of: handle) else {
            let reason = code == CURLUE_OK ? "no host" : String(cString: curl_url_strerror(code))
            throw .refused("the URL cannot be used: \(reason)")
        }
        guard scheme == "https" || scheme == "http" else { throw .refused("the scheme \(scheme) is neither https nor http") }
        guard part(CURLUPART_USER, of: handle) == nil, part(CURLUPART_PASSWORD, of: handle) == nil else {
            throw .refused("the URL holds credentials; send them as a header")
        }
        let isLoopback = isLoopback(host)
        guard scheme == "https" || isLoopback || rules.allowsPlainHTTP else {
            throw .refused("plain http is not allowed to \(host), which is not loopback")
        }
        return isLoopback
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// Whether a host is `localhost`, in `127.0.0.0/8`, or `::1`.
    ///
    /// libcurl has made other spellings of an IPv4 address (`127.1`, `0x7f000001`) the usual one by then, and resolves `localhost` itself.
    static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        var v4 = in_addr()
        if inet_pton(AF_INET, host, &v4) == 1 { return UInt32(bigEndian: v4.s_addr) >> 24 == 127 }
        guard host.hasPrefix("["), host.hasSuffix("]") else { return false }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &v6) == 1 else { return false }
        return withUnsafeBytes(of: v6) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
}

extension TransportFailure {
    /// A request that may not be sent.
    static func refused(_ detail: String) -> TransportFailure { TransportFailure(.refused, detail: detail) }
}
