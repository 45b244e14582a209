import WaybillInterchange
import WaybillRoutes

extension Model {
    /// Whether the model is known to reason: it declares the feature, or efforts to choose from.
    var isKnownToReason: Bool { features?.contains(.reasoning) == true || efforts?.isEmpty == false }
}
