import CWire

/// What the server does at times in place of answering.
struct FixedFault {
    enum Ending {
        case kept
        case closed
        case reset

        var code: fixed_ending {
            switch self {
            case .kept: FIXED_KEPT
            case .closed: FIXED_CLOSED
            case .reset: FIXED_RESET
            }
        }
    }

    let bytes: [UInt8]
    let ending: Ending

    /// One in so many requests goes wrong.
    static let interval = 20

    /// A reset before any byte, two errors, and an answer that is cut in its middle.
    static func all(cutting answer: FixedAnswer) -> [FixedFault] {
        [
            FixedFault(bytes: [], ending: .reset),
            error("503 Service Unavailable", code: "server_is_overloaded"),
            error("429 Too Many Requests", code: "rate_limit_exceeded", header: "Retry-After: 0\r\n"),
            FixedFault(bytes: Array(answer.bytes.prefix(answer.bytes.count * 3 / 4)), ending: .closed),
        ]
    }

    private static func error(_ status: String, code: String, header: String = "") -> FixedFault {
        let body = #"{"error":{"message":"Try again later.","type":"server_error","param":null,"code":"\#(code)"}}"#
        let head = "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(header)Content-Length: \(body.utf8.count)\r\n\r\n"
        return FixedFault(bytes: Array((head + body).utf8), ending: .kept)
    }
}
