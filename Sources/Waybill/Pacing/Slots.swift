/// How many requests a server has at a time.
struct Slots: Sendable {
    /// The most at a time.
    var limit = Int.max
    /// How many there are.
    var taken = 0
    /// How many wait for one.
    var waiting = 0
    /// For how long a request had its slot, on average, the latest counting most.
    private var held: Duration?

    var hasRoom: Bool { taken < limit }

    /// Whether nobody has or wants one.
    var isIdle: Bool { taken == 0 && waiting == 0 }

    /// About how long one more request would wait.
    var wait: Duration {
        // Who waits while there is room waits for something else, such as a pause.
        guard !hasRoom, let held else { return .zero }
        return held * (waiting + 1) / limit
    }

    /// A request is over.
    ///
    /// - Parameter time: For how long it had its slot; `nil`: it was not sent.
    mutating func free(held time: Duration?) {
        taken -= 1
        if let time { held = held.map { ($0 * 7 + time) / 8 } ?? time }
    }
}
