import Waybill
public import WaybillInterchange

/// One thing that a scripted exchange does.
public enum ScriptedEvent: Sendable, Hashable {
    /// The head of the response comes.
    case head(status: Int, headers: [HeaderField] = [])
    /// A piece of the body comes.
    case bytes([UInt8])
    /// A piece of the body comes, as UTF-8.
    case text(String)
    /// Nothing happens for a while.
    case wait(Duration)
    /// The body ends as it should.
    case end
    /// The exchange fails.
    case failed(TransportFailure)
}

extension ScriptedEvent {
    static func cues(_ events: [ScriptedEvent]) -> [TransportCue] {
        var cues: [TransportCue] = []
        var wait = Duration.zero
        for event in events {
            let told: TransportEvent
            switch event {
            case .head(let status, let headers): told = .head(TransportResponseHead(status: status, headers: headers))
            case .bytes(let bytes): told = .body(bytes)
            case .text(let text): told = .body(Array(text.utf8))
            case .end: told = .end
            case .failed(let failure): told = .failed(failure)
            case .wait(let duration):
                wait += duration
                continue
            }
            cues.append(TransportCue(told, after: wait))
            wait = .zero
        }
        return cues
    }
}
