import Synchronization
public import WaybillInterchange

/// An answer as it comes.
///
/// Starts at its first `next()`, can be read once, and cancels its call when it is let go.
public struct ModelEventStream: AsyncSequence, Sendable {
    public typealias Element = ModelEvent

    /// The name of the call, by which its report and the books have it.
    public let callID: CallID
    private let start: Start

    init(callID: CallID, start: @escaping @Sendable () throws -> CallDriver) {
        self.callID = callID
        self.start = Start(start)
    }

    /// The only iterator; a second one ends at once.
    public func makeAsyncIterator() -> Iterator { Iterator(start: start.take()) }

    /// Reads the stream.
    public struct Iterator: AsyncIteratorProtocol {
        private var start: (@Sendable () throws -> CallDriver)?
        private var driver: CallDriver?

        init(start: (@Sendable () throws -> CallDriver)?) { self.start = start }

        public mutating func next() async throws -> ModelEvent? {
            try await next(isolation: nil)
        }

        /// The next event; `nil` after the last.
        ///
        /// - Throws: ``ModelFailure`` when nobody could answer or the answer was cut; `CancellationError` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> ModelEvent? {
            if let start {
                self.start = nil
                driver = try start()
            }
            guard let driver else { return nil }
            do {
                let event = try await driver.next(isolation: actor)
                if event == nil { self.driver = nil }
                return event
            } catch {
                self.driver = nil
                throw error
            }
        }
    }

    /// What starts the call, until the stream is read: a stream that is, holds no second copy of its request.
    private final class Start: Sendable {
        private let body: Mutex<(@Sendable () throws -> CallDriver)?>

        init(_ body: @escaping @Sendable () throws -> CallDriver) { self.body = Mutex(body) }

        func take() -> (@Sendable () throws -> CallDriver)? { body.withLock { $0.take() } }
    }
}
