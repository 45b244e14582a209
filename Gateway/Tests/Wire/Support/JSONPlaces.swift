import Waybill

/// Where a value stands within another.
struct JSONPlace {
    var steps: [Step] = []

    enum Step {
        case member(String)
        case element(Int)
    }

    /// The place as errors name it.
    var path: String {
        steps.reduce("") { path, step in
            switch step {
            case .member(let key): path.isEmpty ? key : "\(path).\(key)"
            case .element(let index): "\(path)[\(index)]"
            }
        }
    }
}

extension JSONValue {
    /// The places of this value and of all within.
    var places: [JSONPlace] {
        var places = [JSONPlace()]
        func add(_ step: JSONPlace.Step, _ value: JSONValue) { places += value.places.map { JSONPlace(steps: [step] + $0.steps) } }
        switch self {
        case .array(let elements): for (index, element) in elements.enumerated() { add(.element(index), element) }
        case .object(let members): for (key, value) in members { add(.member(key), value) }
        default: break
        }
        return places
    }

    /// The value at a place.
    func value(at place: JSONPlace) -> JSONValue? {
        place.steps.reduce(self) { value, step in
            switch step {
            case .member(let key): value?[key]
            case .element(let index): value?[index]
            }
        }
    }

    /// This value with another at a place, if there is such a place.
    func replacing(_ place: JSONPlace, with value: JSONValue) -> JSONValue {
        guard let step = place.steps.first else { return value }
        let rest = JSONPlace(steps: Array(place.steps.dropFirst()))
        switch (step, self) {
        case (.member(let key), .object(var members)):
            members[key] = (members[key] ?? .null).replacing(rest, with: value)
            return .object(members)
        case (.element(let index), .array(var elements)) where elements.indices.contains(index):
            elements[index] = elements[index].replacing(rest, with: value)
            return .array(elements)
        default: return self
        }
    }

    /// What kind of value it is; whole numbers and others are two.
    var kind: Int {
        switch self {
        case .null: 0
        case .bool: 1
        case .number: intValue == nil ? 3 : 2
        case .string: 4
        case .array: 5
        case .object: 6
        }
    }
}
