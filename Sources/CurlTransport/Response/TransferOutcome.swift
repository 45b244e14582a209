import CWaybillCURL
import WaybillInterchange

/// How a transfer ended: libcurl's code, and what is known beside it.
struct TransferOutcome {
    var code: CURLcode
    /// libcurl's words in detail.
    ///
    /// Once a response has begun they may be of its content, and are not used.
    var message = ""
    var sendOnce = SendOnce()
    var reusedConnection = false
    /// The connection on which the request was sent.
    var connection: ConnectionID?
    var hasResponseBegun = false
    var hasHead = false
    /// Why this side gave up reading.
    var violation: TransportFailure?
    /// Whether the time to connect is the first of the two that can run out.
    var connectLimitIsFirst = true

    /// The failure; nil when the response came whole.
    var failure: TransportFailure? {
        if code == CURLE_OK, hasHead, !sendOnce.wasPrevented { return nil }
        if var violation {
            violation.reusedConnection = reusedConnection
            return violation
        }
        return TransportFailure(kind, detail: detail, reusedConnection: reusedConnection, lostConnection: lostConnection)
    }

    /// The connection, where it was lost, and not the exchange's stream alone.
    private var lostConnection: ConnectionID? {
        // A stream can be refused or reset while others of its connection go on.
        guard kind == .reset || kind == .cut, !sendOnce.wasPrevented, code != CURLE_HTTP2, code != CURLE_HTTP2_STREAM else { return nil }
        return connection
    }

    private var kind: TransportFailure.Kind {
        if sendOnce.wasPrevented { return .reset }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return !sendOnce.hasBegun && connectLimitIsFirst ? .connectTimeout : .timeout
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: return .malformed
        case CURLcode(rawValue: 100): return .tooLarge  // CURLE_TOO_LARGE, which older headers do not have.
        // What older libcurls say of a single header line of 100 KB and more.
        case CURLE_OUT_OF_MEMORY where hasResponseBegun && !hasHead: return .tooLarge
        // HTTP/0.9, which is any text at all; the scheme of the URL was checked before.
        case CURLE_UNSUPPORTED_PROTOCOL where sendOnce.hasBegun: return .malformed
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .refused
        case CURLE_COULDNT_RESOLVE_HOST: return .resolve
        case _ where Self.tlsCodes.contains(code.rawValue): return .tls
        default: return lossKind
        }
    }

    /// The kind of every lost connection, by how far the exchange had come.
    ///
    /// Sending errors, receiving errors and an empty reply; 65, 16 and 92 with them: a body that would have to be sent again, and an
    /// HTTP/2 connection or stream that broke.
    private var lossKind: TransportFailure.Kind {
        if hasResponseBegun { .cut } else if sendOnce.hasBegun { .reset } else { .connect }
    }

    private var detail: String {
        if sendOnce.wasPrevented { return "the connection was lost before a response" }
        return hasResponseBegun || message.isEmpty ? String(cString: curl_easy_strerror(code)) : message
    }

    private static let tlsCodes: Set<UInt32> = Set(
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
        ]
        .map(\.rawValue))
}
