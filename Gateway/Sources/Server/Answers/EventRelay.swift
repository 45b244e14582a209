import GatewayWire
import Waybill

/// Makes of the events of a call what its client is sent.
///
/// None of it waits, which keeps an open stream small: what a function without `await` works with is gone when it returns, while a task keeps
/// room for everything that its `async` functions ever mention. Hence also that nothing here is inlined into those.
struct EventRelay {
    private(set) var writer: any AnswerWriter
    /// What is to be sent.
    private(set) var bytes: [UInt8] = []
    /// What the head is to say beside what it always says.
    private(set) var headers: [HeaderField] = []

    init(_ writer: any AnswerWriter) { self.writer = writer }

    /// Takes an event.
    ///
    /// - Returns: Whether there is something to send.
    @inline(never)
    mutating func take(_ event: ModelEvent, _ exchange: inout Exchange) -> Bool {
        writer.write(event, to: &bytes)
        switch event {
        case .began(let model):
            exchange.model = model
            headers = [.answering(model)]
            // Its first content follows at once; both go in one piece.
            return false
        case .lastResort:
            headers = [.lastResort]
            return false
        case .finished(let response): exchange.note(response)
        default: break
        }
        return !bytes.isEmpty
    }

    /// What was to be sent was sent.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}
