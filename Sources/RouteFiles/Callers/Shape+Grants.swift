import WaybillInterchange
import WaybillRoutes

/// A value, and where it stands.
struct Placed<Item> {
    let value: Item
    let place: SourceLocation
}

extension Shape {
    /// The same with the place at which it stands.
    func placed() -> Shape<Placed<Value>> {
        Shape<Placed<Value>>(schema) { node, reading in read(node, reading).map { Placed(value: $0, place: node.location) } }
    }

    /// A list that grants something, of which an empty one would grant nothing.
    static func grants<Item>(of item: Shape<Item>) -> Shape where Value == [Placed<Item>] {
        .list(of: item.placed())
            .checked { items, node, reading in
                if node.items?.isEmpty == true {
                    reading.report(ValueFault.emptyCollection, "this list is empty; name something or delete the key", at: node.location)
                }
                return !items.isEmpty
            }
    }
}

extension Shape where Value == Workload {
    /// The tag of a workload.
    static var workload: Shape {
        let word = Shape<String>.word
        return Shape(word.schema) { node, reading in
            guard let tag = word.read(node, reading).map(Workload.init(rawValue:)) else { return nil }
            guard tag.isValid else {
                reading.report(
                    RouteFault.badWorkload,
                    "\(quoted(tag.rawValue)) is no workload, since a tag has no '/'; models that may be named stand under 'models'",
                    at: node.location)
                return nil
            }
            return tag
        }
    }
}

extension Shape where Value == ModelGrant {
    /// `provider/model-id`, `provider/*` or `*`.
    static var modelGrant: Shape {
        Shape(.pattern("`provider/model-id`, `\"provider/*\"` or `\"*\"`", "^([^/*]+/([^*]+|\\*)|\\*)$")) { node, reading in
            guard let text = Shape<String>.word.read(node, reading) else { return nil }
            guard let grant = ModelGrant(text) else {
                reading.report(
                    CallerFault.badModelGrant, "\(quoted(text)) names no models; write 'provider/model-id', 'provider/*' or '*'",
                    at: node.location)
                return nil
            }
            return grant
        }
    }
}
