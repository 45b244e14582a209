/// Actions by the time at which they are due.
///
/// Memory is bounded by the live actions: what was removed leaves the heap once it is the larger half of it.
struct TimerQueue: Sendable {
    typealias Action = @Sendable () -> Void

    private struct Entry: Sendable {
        let time: Duration
        let id: UInt64

        /// Of actions due at one moment, the one that was added first comes first.
        func precedes(_ other: Entry) -> Bool { (time, id) < (other.time, other.id) }
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: Action] = [:]
    private var lastID: UInt64 = 0

    /// When the first action is due, or was before it was removed.
    var earliest: Duration? { heap.first?.time }

    /// How many actions wait.
    var count: Int { actions.count }

    /// Adds an action.
    ///
    /// - Returns: Its id, for ``remove(_:)``.
    mutating func add(at time: Duration, _ action: @escaping Action) -> UInt64 {
        lastID += 1
        actions[lastID] = action
        heap.append(Entry(time: time, id: lastID))
        siftUp(heap.count - 1)
        return lastID
    }

    /// Removes an action that has not been taken.
    mutating func remove(_ id: UInt64) {
        guard actions.removeValue(forKey: id) != nil, heap.count > 64, heap.count > actions.count * 2 else { return }
        heap.removeAll { actions[$0.id] == nil }
        // A sorted array is a heap.
        heap.sort { $0.precedes($1) }
    }

    /// Takes out every action that is due, in order.
    mutating func takeDue(at now: Duration) -> [Action] {
        var due: [Action] = []
        while let first = heap.first, first.time <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: first.id) { due.append(action) }
        }
        return due
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var first = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < heap.count && heap[child].precedes(heap[first]) { first = child }
            guard first != parent else { return }
            heap.swapAt(parent, first)
            parent = first
        }
    }
}
