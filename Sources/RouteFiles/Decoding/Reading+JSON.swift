import WaybillInterchange

extension Reading {
    /// A YAML value as JSON, by YAML 1.2's core rules: plain `null`, `true`, `false` and numbers are what they look like, all else is text.
    func json(_ node: YAMLNode) -> JSONValue? {
        switch node.content {
        case .invalid: return nil
        case .scalar(let text, isPlain: false): return .string(text)
        case .scalar(let text, isPlain: true):
            if node.isNull { return .null }
            if text == "true" || text == "false" { return .bool(text == "true") }
            return JSONNumber(literal: text).map { .number($0) } ?? .string(text)
        case .sequence(let items):
            let values = items.compactMap(json)
            return values.count == items.count ? .array(values) : nil
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries {
                guard let value = json(entry.value) else { return nil }
                object[entry.key] = value
            }
            return .object(object)
        }
    }
}
