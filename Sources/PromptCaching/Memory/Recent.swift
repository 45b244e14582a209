/// Values by their keys, of which those not written for longest are forgotten first, some at a time.
struct Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// How many keys a generation has; when the young one is full it becomes the old one, and the old one is forgotten.
    let generationSize: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(generationSize: Int) { self.generationSize = generationSize }

    /// How many values it holds, those that are in both generations counted twice.
    var count: Int { young.count + old.count }

    /// Whether it holds nothing.
    var isEmpty: Bool { young.isEmpty && old.isEmpty }

    subscript(key: Key) -> Value? { young[key] ?? old[key] }

    /// Puts a value in the place of the one before.
    mutating func put(_ value: Value, for key: Key) {
        if young.count >= generationSize, young[key] == nil { (old, young) = (young, [:]) }
        young[key] = value
    }
}
