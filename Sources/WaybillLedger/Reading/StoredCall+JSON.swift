public import WaybillInterchange
import WaybillRoutes

extension StoredCall: JSONWritable {
    /// The call as one line of an export has it: what is known from its beginning, then its report.
    public var json: JSONValue {
        var object: JSONObject = ["call": id.json, "began": .string(heading.began.timestamp), "workload": heading.workload.json]
        object["finished"] = .bool(isFinished)
        object.set("failure", failure)
        object.set("prompt_version", heading.promptVersion)
        object.set("routes_version", heading.version)
        object["request_key"] = .string(hexadecimal(heading.requestKey))
        if let prefix = heading.prefix { object["prefix"] = .string(hexadecimal(prefix)) }
        if let hash = heading.contentHash { object["content_hash"] = .string(hash.map { hexadecimal($0) }.joined()) }
        object["features"] = heading.features.json
        object["parameters"] = heading.parameters.json
        if let deadline = heading.deadline { object["deadline"] = .number(JSONNumber(seconds: deadline)) }
        object["input_tokens"] = heading.inputTokens.json
        object.set("expected_cost", heading.expectedCost)
        if !heading.tags.isEmpty {
            var tags = JSONObject()
            for tag in heading.tags { tags[tag.key] = .string(tag.value) }
            object["metadata"] = .object(tags)
        }
        if case .object(let members) = report?.json {
            for (key, value) in members where object[key] == nil { object[key] = value }
        } else {
            object["attempts"] = attempts.json
        }
        return .object(object)
    }

    private func hexadecimal(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.utf8.count) + digits
    }
}
