/// The rules for a provider's base URL.
package enum BaseURL {
    /// Why a text cannot be a base URL.
    package struct Problem: Error, Hashable {
        /// What is wrong and what to write instead.
        package var reason: String
        /// Whether the text may hold a key, so that it must not be shown.
        package var mayHoldSecret = false
        /// Which kind of fault it is.
        package var fault = ProviderFault.badBaseURL
    }

    /// Checks that `text` is `http://` or `https://`, a host and perhaps a port and a path; and plain HTTP only to this machine, unless allowed.
    package static func check(_ text: String, allowsPlainHTTP: Bool) throws(Problem) {
        let lowercased = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lowercased.hasPrefix($0) }) else {
            throw Problem(reason: "the base URL must begin with https:// or http://")
        }
        guard text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            throw Problem(reason: "the base URL has a character that must be percent-encoded")
        }
        guard !text.utf8.contains(UInt8(ascii: "?")), !text.utf8.contains(UInt8(ascii: "#")) else {
            throw Problem(reason: "the base URL must end with its path, without '?' and '#'", mayHoldSecret: true)
        }
        let authority = lowercased.dropFirst(scheme.count).prefix { $0 != "/" }
        guard !authority.contains("@") else {
            throw Problem(
                reason: "a name or password must not be in the base URL; put the key under 'api_key'", mayHoldSecret: true,
                fault: .keyInFile)
        }
        let host = try host(of: authority)
        guard scheme == "https://" || allowsPlainHTTP || isLoopback(host) else {
            throw Problem(
                reason:
                    "plain http would carry the key and every prompt unprotected to '\(host)'; use https, or say 'allow_plain_http: true'",
                fault: .plainHTTP)
        }
    }

    private static func host(of authority: Substring) throws(Problem) -> Substring {
        var host = authority
        if let end = authority.firstIndex(of: "]"), authority.first == "[" {
            host = authority[...end]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
        }
        guard !host.isEmpty, host != "[]" else { throw Problem(reason: "the base URL has no host") }
        let port = authority.dropFirst(host.count)
        guard port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()).map { $0 > 0 } == true) else {
            throw Problem(reason: "the base URL's port is not a number between 1 and 65535")
        }
        return host
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
