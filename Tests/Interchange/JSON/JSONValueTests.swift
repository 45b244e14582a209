import Foundation
import Testing
import WaybillInterchange

struct JSONValueTests {
    @Test func literalsMakeValuesInWrittenOrder() {
        let value: JSONValue = ["z": .null, "a": [true, 1, 2.5, "text"], "number": -3, "n\(1)": "\(2)"]
        #expect(value.text() == #"{"z":null,"a":[true,1,2.5,"text"],"number":-3,"n1":"2"}"#)
    }

    @Test func accessorsGiveTheirKindOrNothing() {
        let value: JSONValue = ["null": .null, "bool": true, "int": 7, "double": 1.5, "string": "s", "array": [1, 2]]
        #expect(value["null"]?.isNull == true)
        #expect(value["bool"]?.boolValue == true)
        #expect(value["int"]?.intValue == 7)
        #expect(value["int"]?.doubleValue == 7)
        #expect(value["int"]?.numberValue == 7)
        #expect(value["double"]?.doubleValue == 1.5)
        #expect(value["double"]?.intValue == nil)
        #expect(value["string"]?.stringValue == "s")
        #expect(value["array"]?.arrayValue == [1, 2])
        #expect(value["array"]?[1] == 2)
        #expect(value["array"]?[2] == nil)
        #expect(value["array"]?[-1] == nil)
        #expect(value.objectValue?.count == 6)
        #expect(value["absent"] == nil)
        #expect(value[0] == nil)
        #expect(value["string"]?["key"] == nil)
        for (key, value) in value.objectValue ?? [:] {
            #expect((value.boolValue != nil) == (key == "bool"))
            #expect((value.stringValue != nil) == (key == "string"))
            #expect((value.arrayValue != nil) == (key == "array"))
            #expect((value.numberValue != nil) == (key == "int" || key == "double"))
            #expect(value.isNull == (key == "null"))
            #expect(value.objectValue == nil)
        }
    }

    @Test func valuesAreEqualWhenTheyMeanTheSame() throws {
        let one = try JSONReader.read(#"{"a":[1.0,1e2],"b":{"x":null,"y":"é"}}"#)
        let other = try JSONReader.read(#"{"b":{"y":"\u00e9","x":null},"a":[1,100]}"#)
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one.bytes() != other.bytes())
        #expect(one.bytes(style: .canonical) == other.bytes(style: .canonical))
    }

    @Test func valuesOfDifferentKindsOrScalarsDiffer() {
        let values: [JSONValue] = [
            .null, true, false, 0, 1, "", "0", "null", [], [.null], [0], [[]], [:], ["a": .null], ["a": 0], ["b": 0], "\u{E9}", "e\u{301}",
            ["\u{E9}": 0], ["e\u{301}": 0],
        ]
        for (place, value) in values.enumerated() {
            for (otherPlace, other) in values.enumerated() {
                #expect((value == other) == (place == otherPlace))
            }
        }
        #expect(Set(values).count == values.count)
    }

    @Test func aRoundTripThroughFoundationIsEqual() throws {
        let value: JSONValue = [
            "z": [.null, true, false, 0, 1, -7, 0.1, 1.5e300, "text", "", "é😀\n"], "a": ["nested": [:], "empty": []],
            "large": .number(JSONNumber(UInt64.max)),
            "least": .number(JSONNumber(Int64.min)), "exponent": .number(JSONNumber(literal: "1e3")!),
        ]
        for value in [value, .null, 3, "text", true, [], [:]] as [JSONValue] {
            #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
            #expect(try JSONDecoder().decode(JSONValue.self, from: Data(value.bytes())) == value)
            #expect(try JSONReader.read(Array(JSONEncoder().encode(value))) == value)
        }
    }

    @Test func aMemberOfACodableTypeCanBeAnyJSON() throws {
        struct Envelope: Codable, Equatable {
            var extra: JSONValue
            var optional: JSONValue?
        }
        let envelope = Envelope(extra: ["a": [1, .null]], optional: nil)
        #expect(try JSONDecoder().decode(Envelope.self, from: JSONEncoder().encode(envelope)) == envelope)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Envelope.self, from: Data("{}".utf8)) }
    }

    @Test func aNumberThatNoEncoderCanHoldIsRefused() {
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(JSONValue.number(JSONNumber(literal: "1e400")!)) }
    }
}
