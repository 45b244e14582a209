import Testing
import WaybillInterchange

struct JSONObjectTests {
    @Test func settingAValueKeepsItsPlaceAndNilRemovesIt() {
        var object: JSONObject = ["c": 1, "a": 2, "b": 3]
        object["a"] = "new"
        object["d"] = 4
        object["c"] = nil
        object["absent"] = nil
        #expect(object.keys == ["a", "b", "d"])
        #expect(object["a"] == "new")
        #expect(object["c"] == nil)
        object["b"] = .some(.null)
        #expect(object.description == #"{"a":"new","b":null,"d":4}"#)
    }

    @Test func membersCanBePutLastOrInAPlace() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object.append(key: "a", value: 4)
        #expect(object.description == #"{"b":2,"c":3,"a":4}"#)
        object.insert(key: "z", value: 0, at: 0)
        object.insert(key: "b", value: 5, at: 3)
        #expect(object.description == #"{"z":0,"c":3,"a":4,"b":5}"#)
        #expect(object.removeValue(forKey: "c") == 3)
        #expect(object.removeValue(forKey: "c") == nil)
        #expect(object.index(of: "b") == 2)
    }

    @Test func ofALiteralWithAKeyTwiceTheLastValueCounts() {
        #expect((["a": 1, "b": 2, "a": 3] as JSONObject).description == #"{"a":3,"b":2}"#)
    }

    @Test func keysAreComparedByTheirScalars() {
        let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func orderDoesNotCountForEquality() {
        let one: JSONObject = ["a": 1, "b": ["x": 1.0, "y": .null]]
        let other: JSONObject = ["b": ["y": .null, "x": 1], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "c": ["x": 1, "y": .null]])
        #expect(["a": .null] as JSONObject != ["b": .null] as JSONObject)
    }

    @Test func itIsACollectionOfMembersInWrittenOrder() {
        let object: JSONObject = ["c": 1, "a": 2]
        #expect(object.map(\.key) == ["c", "a"])
        #expect(object.map(\.value) == [1, 2])
        #expect(object.count == 2)
        #expect(!object.isEmpty)
        #expect(JSONObject().isEmpty)
        #expect(JSONObject(object.filter { $0.key == "a" }) == ["a": 2])
    }

    /// Small objects and those large enough to have an index, against the plainest implementation.
    @Test(arguments: [4, 31, 33, 100])
    func itDoesWhatAListOfMembersDoes(keyCount: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var object = JSONObject()
        var model: [(key: String, value: JSONValue)] = []
        for step in 0..<1_000 {
            let key = "key \(Int.random(in: 0..<keyCount, using: &generator))"
            let value = JSONValue.number(JSONNumber(step))
            let old = model.firstIndex { $0.key == key }
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                object[key] = nil
                model.removeAll { $0.key == key }
            case 1:
                object.append(key: key, value: value)
                model.removeAll { $0.key == key }
                model.append((key, value))
            case 2:
                model.removeAll { $0.key == key }
                let place = Int.random(in: 0...model.count, using: &generator)
                object.insert(key: key, value: value, at: place)
                model.insert((key, value), at: place)
            default:
                object[key] = value
                if let old { model[old].value = value } else { model.append((key, value)) }
            }
            #expect(object[key] == model.first { $0.key == key }?.value, "seed \(seed)")
        }
        #expect(object.keys == model.map(\.key), "seed \(seed)")
        for (place, member) in model.enumerated() {
            #expect(object.index(of: member.key) == place, "seed \(seed)")
            #expect(object[member.key] == member.value, "seed \(seed)")
        }
    }

    @Test func manyMembersAreFoundWithoutSearching() {
        var object = JSONObject()
        for number in 0..<50_000 {
            object["key \(number)"] = .number(JSONNumber(number))
        }
        for number in 0..<50_000 where object["key \(number)"]?.intValue != number {
            Issue.record("key \(number) is lost")
        }
        #expect(object == JSONObject(object.reversed()))
    }
}
