import Waybill

/// Reads what bodies are made of, strictly: a value of another kind than it should be is a fault, never a guess.
enum Body {
    /// How bodies are read: one key twice, half a surrogate pair and nesting that no request needs are faults, since every server might
    /// read them in another way.
    private static let options = JSONReader.Options(maximumDepth: 64, duplicateKeys: .error, loneSurrogates: .error)

    /// Reads the JSON of a body.
    static func json(_ bytes: [UInt8]) throws(InboundProblem) -> JSONValue {
        do throws(JSONError) {
            return try JSONReader.read(bytes, options: options)
        } catch {
            throw InboundProblem(code: "invalid_json", "The body of your request cannot be read. \(error)")
        }
    }

    /// Reads a body as a request.
    static func request(
        _ bytes: [UInt8], _ read: (JSONValue) throws(BodyFault) -> InboundRequest
    ) throws(InboundProblem) -> InboundRequest {
        let json = try json(bytes)
        do throws(BodyFault) { return try read(json) } catch { throw InboundProblem(error) }
    }

    static func text(_ value: JSONValue) throws(BodyFault) -> String {
        guard case .string(let text) = value else { throw .wrongType("a string", value) }
        return text
    }

    static func flag(_ value: JSONValue) throws(BodyFault) -> Bool {
        guard case .bool(let flag) = value else { throw .wrongType("a boolean", value) }
        return flag
    }

    static func whole(_ value: JSONValue) throws(BodyFault) -> Int {
        guard case .number(let number) = value else { throw .wrongType("an integer", value) }
        if let whole = value.intValue { return whole }
        guard number.doubleValue.magnitude < 0x1p63 else { throw .invalid("is beyond 64 bits", code: "integer_out_of_range") }
        throw .wrongType("an integer", value)
    }

    /// A whole number above zero.
    static func count(_ value: JSONValue) throws(BodyFault) -> Int {
        let whole = try whole(value)
        guard whole > 0 else { throw .invalid("must be at least 1", code: "integer_below_min_value") }
        return whole
    }

    /// A number between two others.
    static func number(_ value: JSONValue, from least: Int, to most: Int) throws(BodyFault) -> Double {
        guard case .number(let literal) = value else { throw .wrongType("a decimal", value) }
        let number = literal.doubleValue
        guard number >= Double(least) else { throw .invalid("must be at least \(least)", code: "decimal_below_min_value") }
        guard number <= Double(most) else { throw .invalid("must be at most \(most)", code: "decimal_above_max_value") }
        return number
    }

    static func object(_ value: JSONValue) throws(BodyFault) -> JSONObject {
        guard case .object(let object) = value else { throw .wrongType("an object", value) }
        return object
    }

    /// A word of an open list.
    static func word<Word: OpenVocabulary>(_ value: JSONValue) throws(BodyFault) -> Word { Word(rawValue: try text(value)) }

    /// The elements of a list.
    static func list<Element>(
        _ value: JSONValue, _ convert: (JSONValue) throws(BodyFault) -> Element
    ) throws(BodyFault) -> [Element] {
        guard case .array(let elements) = value else { throw .wrongType("an array", value) }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do throws(BodyFault) { result.append(try convert(element)) } catch { throw error.within(.element(index)) }
        }
        return result
    }

    /// A map of names to texts, such as `metadata`.
    static func texts(_ value: JSONValue) throws(BodyFault) -> [String: String] {
        var result: [String: String] = [:]
        for (key, value) in try object(value) {
            do throws(BodyFault) { result[key] = try text(value) } catch { throw error.within(key) }
        }
        return result
    }
}
