import Waybill

/// Hands out the members of one object of a body by name, and keeps those that nobody asked for.
///
/// A member that is `null` is one that is not there. What is left is either passed on (``rest``) or refused (``finish()``).
///
/// ```swift
/// var members = try BodyMembers(value)
/// let model = try members.require("model", Body.text)
/// try members.finish()
/// ```
struct BodyMembers {
    private let object: JSONObject
    private var isLeft: [Bool]

    /// Starts reading a value, which must be an object.
    init(_ value: JSONValue) throws(BodyFault) {
        guard case .object(let object) = value else { throw .wrongType("an object", value) }
        self.object = object
        isLeft = Array(repeating: true, count: object.count)
    }

    /// Takes a member as it is.
    mutating func take(_ key: String) -> JSONValue? {
        guard let place = object.index(of: key) else { return nil }
        isLeft[place] = false
        let value = object[place].value
        return value.isNull ? nil : value
    }

    /// Takes a member that may be missing.
    mutating func read<Value>(_ key: String, _ convert: (JSONValue) throws(BodyFault) -> Value) throws(BodyFault) -> Value? {
        guard let value = take(key) else { return nil }
        do throws(BodyFault) { return try convert(value) } catch { throw error.within(key) }
    }

    /// Takes a member that must be there.
    mutating func require<Value>(_ key: String, _ convert: (JSONValue) throws(BodyFault) -> Value) throws(BodyFault) -> Value {
        guard let value = try read(key, convert) else { throw BodyFault(.missing).within(key) }
        return value
    }

    /// Takes a list that may be missing, element by element.
    mutating func readList<Element>(_ key: String, _ convert: (JSONValue) throws(BodyFault) -> Element) throws(BodyFault) -> [Element]? {
        guard let value = take(key) else { return nil }
        do throws(BodyFault) { return try Body.list(value, convert) } catch { throw error.within(key) }
    }

    /// Refuses a member that asks for something which cannot be had here, unless it says what would be so without it.
    ///
    /// - Parameter isDefault: Whether a value says that.
    mutating func refuse(_ key: String, _ why: String, unless isDefault: (JSONValue) -> Bool = { _ in false }) throws(BodyFault) {
        if let value = take(key), !isDefault(value) { throw .unsupported(why).within(key) }
    }

    /// The members that nobody took, in their order.
    var rest: JSONObject {
        var rest = JSONObject()
        guard isLeft.contains(true) else { return rest }
        for (member, isLeft) in zip(object, isLeft) where isLeft && !member.value.isNull { rest[member.key] = member.value }
        return rest
    }

    /// Fails where a member is left that nobody took.
    func finish() throws(BodyFault) {
        guard isLeft.contains(true) else { return }
        for (member, isLeft) in zip(object, isLeft) where isLeft && !member.value.isNull { throw BodyFault(.unknown).within(member.key) }
    }
}
