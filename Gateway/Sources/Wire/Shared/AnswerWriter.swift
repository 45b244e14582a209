public import Waybill

/// Writes one streamed answer as server-sent events, in the form that its client understands.
///
/// Bytes are appended, so that what several events say can be sent in one piece. After ``finish`` or ``fail`` nothing more may be written.
public protocol AnswerWriter: Sendable {
    /// Writes what an event says; for ``ModelEvent/finished(_:)`` all that ends the answer, the last event included.
    mutating func write(_ event: ModelEvent, to bytes: inout [UInt8])

    /// Writes what tells that the answer broke off: an error event. What follows is no normal end.
    mutating func write(_ failure: ErrorAnswer, to bytes: inout [UInt8])
}
