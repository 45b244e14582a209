/// The members of a JSON object in written order, found by key in constant time.
///
/// A collection of `(key, value)` pairs. No key occurs twice; keys are the same when their Unicode scalars are.
public struct JSONObject: Sendable {
    /// One member of an object.
    public typealias Element = (key: String, value: JSONValue)

    private var members: [Member] = []
    /// The place of every key, or nil while the members are so few that looking through them is faster.
    private var places: [ExactKey: Int]?

    private static let mostMembersWithoutPlaces = 32

    /// An object without members.
    public init() {}

    /// An object of these members; of members with the same key the last value counts, in the place of the first.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        reserveCapacity(members.underestimatedCount)
        for (key, value) in members {
            updateOrAppend(key: key, value: value)
        }
    }

    /// An object of these members; of members with the same key the last value counts, in the place of the first.
    public init(_ members: some Sequence<Element>) {
        reserveCapacity(members.underestimatedCount)
        for member in members {
            updateOrAppend(key: member.key, value: member.value)
        }
    }

    /// Makes room for this many members.
    public mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }

    /// The keys in written order.
    public var keys: [String] {
        members.map(\.key)
    }

    /// The place of a key among the members, or nil if there is no such member.
    public func index(of key: String) -> Int? {
        if let places {
            return places[ExactKey(text: key)]
        }
        return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    /// The place of a key that is probably at `guess`, or nil if there is no such member.
    func index(of key: String, expectedAt guess: Int) -> Int? {
        guess < members.count && members[guess].key.hasSameBytes(as: key) ? guess : index(of: key)
    }

    /// The value of the member at a place.
    func value(at place: Int) -> JSONValue { members[place].value }

    /// The value of a member.
    ///
    /// Setting a value keeps the member's place, or appends a new member; setting nil removes the member.
    /// (To set the JSON value `null`, write `object[key] = .some(.null)`.)
    public subscript(key: String) -> JSONValue? {
        get {
            index(of: key).map { members[$0].value }
        }
        set {
            if let newValue {
                updateOrAppend(key: key, value: newValue)
            } else {
                removeValue(forKey: key)
            }
        }
    }

    /// Sets a member's value in its place, or appends a new member.
    ///
    /// - Returns: Whether the member is new.
    @discardableResult
    mutating func updateOrAppend(key: String, value: JSONValue) -> Bool {
        if let index = index(of: key) {
            members[index].value = value
            return false
        }
        addLast(key, value)
        return true
    }

    /// Puts a member last, in place of any member of the same key.
    public mutating func append(key: String, value: JSONValue) {
        if let index = index(of: key) {
            remove(at: index)
        }
        addLast(key, value)
    }

    /// Puts a member at a place, in place of any member of the same key.
    ///
    /// - Parameter index: A place between zero and the count of the members, counted without the one that is replaced.
    public mutating func insert(key: String, value: JSONValue, at index: Int) {
        if let old = self.index(of: key) {
            remove(at: old)
        }
        members.insert(Member(key: key, value: value), at: index)
        places = nil
        rememberPlaces()
    }

    /// Removes a member and returns its value, or nil if there was none.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        index(of: key).map { remove(at: $0) }
    }

    private mutating func addLast(_ key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
        if places == nil {
            rememberPlaces()
        } else {
            places?[ExactKey(text: key)] = members.count - 1
        }
    }

    @discardableResult
    private mutating func remove(at index: Int) -> JSONValue {
        let removed = members.remove(at: index)
        if index == members.count {
            places?[ExactKey(text: removed.key)] = nil
        } else {
            places = nil
            rememberPlaces()
        }
        return removed.value
    }

    private mutating func rememberPlaces() {
        guard members.count > Self.mostMembersWithoutPlaces else { return }
        var places: [ExactKey: Int] = Dictionary(minimumCapacity: members.count * 2)
        for (place, member) in members.enumerated() {
            places[ExactKey(text: member.key)] = place
        }
        self.places = places
    }

    /// A member as it is stored: a struct, because arrays of tuples are slower.
    private struct Member {
        let key: String
        var value: JSONValue
    }

    /// A key that is compared by its bytes.
    private struct ExactKey: Hashable {
        let text: String

        static func == (left: ExactKey, right: ExactKey) -> Bool {
            left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.hashBytes(into: &hasher)
        }
    }
}

extension JSONObject: RandomAccessCollection {
    /// The place of the first member: zero.
    public var startIndex: Int { 0 }
    /// The count of the members.
    public var endIndex: Int { members.count }

    /// The member at a place.
    public subscript(position: Int) -> Element {
        (members[position].key, members[position].value)
    }
}

extension JSONObject: Hashable {
    /// Whether two objects have the same members, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds the members to a hasher, in accord with `==`.
    public func hash(into hasher: inout Hasher) {
        // Members are hashed one by one and summed, so that their order does not count, as it does not for equality.
        var sum = 0
        for (key, value) in self {
            var member = Hasher()
            key.hashBytes(into: &member)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object whose members keep the order of the literal; of members with the same key the last value counts.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(members)
    }
}

extension JSONObject: CustomStringConvertible {
    /// The object as compact JSON text, as written.
    public var description: String {
        JSONValue.object(self).text()
    }
}
