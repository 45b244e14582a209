import Synchronization

/// Counters that wait for the next text, for callers that have none of their own.
///
/// Takes no lock: a counter is taken and put back with one atomic exchange.
final class CounterPool: Sendable {
    /// A counter in an object, so that it can be handed over by its address.
    private final class Box {
        var counter: TokenCounter
        init(_ counter: consuming TokenCounter) { self.counter = counter }
    }

    /// The address of a waiting box, which the place owns, or 0.
    private final class Place: Sendable {
        let box = Atomic<UInt>(0)
        deinit { CounterPool.box(at: box.load(ordering: .acquiring))?.release() }
    }

    private let places: [Place]
    private let makeCounter: @Sendable () -> TokenCounter

    /// Keeps at most `size` counters.
    init(size: Int = 4, makeCounter: @escaping @Sendable () -> TokenCounter) {
        places = (0..<size).map { _ in Place() }
        self.makeCounter = makeCounter
    }

    private static func box(at address: UInt) -> Unmanaged<Box>? {
        UnsafeRawPointer(bitPattern: address).map(Unmanaged<Box>.fromOpaque)
    }

    /// Runs `body` with a counter that nobody else uses.
    func withCounter<Result>(_ body: (inout TokenCounter) -> Result) -> Result {
        let box = take() ?? Box(makeCounter())
        defer { put(box) }
        return body(&box.counter)
    }

    private func take() -> Box? {
        for place in places where place.box.load(ordering: .relaxed) != 0 {
            if let box = Self.box(at: place.box.exchange(0, ordering: .acquiring)) { return box.takeRetainedValue() }
        }
        return nil
    }

    private func put(_ box: Box) {
        let owned = Unmanaged.passRetained(box)
        let address = UInt(bitPattern: owned.toOpaque())
        for place in places where place.box.load(ordering: .relaxed) == 0 {
            if place.box.compareExchange(expected: 0, desired: address, ordering: .releasing).exchanged { return }
        }
        owned.release()
    }
}
