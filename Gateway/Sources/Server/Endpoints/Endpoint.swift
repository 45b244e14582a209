import GatewayWire
import NIOHTTP1

/// What a path stands for.
///
/// Paths are compared as they were sent: one with a detour, a doubled or a trailing slash is no other way to write these.
enum Endpoint: Hashable {
    case answer(InboundAPI)
    case models
    case model(String)
    case plan
    /// Whether the process lives.
    case live
    /// Whether it takes requests.
    case ready
    case metrics

    init?(path: Substring) {
        switch path {
        case "/v1/chat/completions": self = .answer(.chat)
        case "/v1/responses": self = .answer(.responses)
        case "/v1/models": self = .models
        case "/v1/plan": self = .plan
        case "/health/live": self = .live
        case "/health", "/health/ready": self = .ready
        case "/metrics": self = .metrics
        default:
            guard path.hasPrefix("/v1/models/"), let id = String(percentEncoded: path.dropFirst(11)), !id.isEmpty else { return nil }
            self = .model(id)
        }
    }

    /// The methods that it takes.
    var methods: [HTTPMethod] {
        switch self {
        case .answer, .plan: [.POST]
        case .models, .model, .live, .ready, .metrics: [.GET, .HEAD]
        }
    }

    /// Whether whoever asks must be known, where the gateway has keys.
    ///
    /// What calls cost and which models there are is nobody's business who is only within reach.
    func needsKey(_ options: GatewayOptions) -> Bool {
        switch self {
        case .answer, .models, .model, .plan: true
        case .metrics: !options.isLoopback
        case .live, .ready: false
        }
    }
}

extension String {
    /// Reads a part of a path; `nil` where it holds no UTF-8 or a `%` without its two digits.
    init?(percentEncoded text: Substring) {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else { return nil }
            bytes.append(high << 4 | low)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self = text
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
