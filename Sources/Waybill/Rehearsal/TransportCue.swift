package import WaybillInterchange

/// One event of a played exchange and how long it lets wait for itself.
///
/// A list of cues that lacks an ``TransportEvent/end`` or ``TransportEvent/failed(_:)`` leaves the connection open and silent.
package struct TransportCue: Sendable {
    /// How long after the event before, or after the start.
    package var delay: Duration
    /// What happens.
    package var event: TransportEvent

    /// Creates a cue.
    package init(_ event: TransportEvent, after delay: Duration = .zero) {
        self.event = event
        self.delay = delay
    }
}
