import WaybillInterchange
import WaybillRoutes

extension Shape {
    /// A list, those of its items left out that are at fault.
    static func list<Item>(of item: Shape<Item>) -> Shape where Value == [Item] {
        Shape(.list(item.schema)) { node, reading in
            switch node.content {
            case .invalid: return nil
            case .sequence(let items): return items.compactMap { item.read($0, reading) }
            case .scalar(let text, _):
                let isShort = text.utf8.count <= 60 && !text.contains("\n") && !SecretMask.looksLikeKey(text)
                let message = DiagnosticMessage(
                    "a list is expected here; write [\(isShort ? text : "…")]", replacement: isShort ? "[\(text)]" : nil)
                reading.report(ValueFault.wrongKind, message, at: node.location)
            case .mapping:
                reading.report(
                    ValueFault.wrongKind, "a list is expected here, not a mapping; write '-' before each item", at: node.location)
            }
            return nil
        }
    }

    /// One single value, or a list of them.
    static func oneOrMore<Item>(of item: Shape<Item>) -> Shape where Value == [Item] {
        let list = Shape.list(of: item)
        return Shape(.either([item.schema, list.schema])) { node, reading in
            if case .scalar = node.content { return item.read(node, reading).map { [$0] } }
            return list.read(node, reading)
        }
    }

    /// A mapping from names of the operator's own, each value read by its entry; those at fault are left out.
    ///
    /// - Parameters:
    ///   - value: What a value can be.
    ///   - advice: What to write where this is no mapping.
    ///   - read: Reads one entry.
    static func entries<Entry>(
        of value: @autoclosure @escaping () -> ValueSchema, _ advice: String, read: @escaping (YAMLEntry, Reading) -> Entry?
    ) -> Shape where Value == [Entry] {
        Shape(.entries(value())) { node, reading in
            guard let entries = node.entries else {
                if case .invalid = node.content { return nil }
                reading.report(ValueFault.wrongKind, DiagnosticMessage(advice), at: node.location)
                return nil
            }
            return entries.compactMap { read($0, reading) }
        }
    }
}
