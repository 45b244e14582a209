/// Something that is known of a call or an attempt, under the name by which others look for it.
struct Attribute: Sendable, Hashable {
    /// A value as spans, measurements and log lines have them.
    enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int)
        case number(Double)
        case flag(Bool)
    }

    let name: AttributeName
    let value: Value

    init(_ name: AttributeName, _ value: Value) {
        self.name = name
        self.value = value
    }
}

/// Attributes in the order in which they were added.
struct Attributes: Sendable, Hashable {
    private(set) var all: [Attribute] = []

    mutating func add(_ name: AttributeName, _ text: String?) { add(name, text.map(Attribute.Value.text)) }
    mutating func add(_ name: AttributeName, _ integer: Int?) { add(name, integer.map(Attribute.Value.integer)) }
    mutating func add(_ name: AttributeName, _ number: Double?) { add(name, number.map(Attribute.Value.number)) }
    mutating func add(_ name: AttributeName, flag: Bool) { add(name, .flag(flag)) }

    private mutating func add(_ name: AttributeName, _ value: Attribute.Value?) {
        if let value { all.append(Attribute(name, value)) }
    }
}
