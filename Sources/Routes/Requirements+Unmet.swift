import WaybillInterchange

extension Requirements {
    /// What a provider or its model does not offer: a sentence's end, or `nil` where it offers everything.
    ///
    /// What is not known is not offered, but for features and the context window, which are tried.
    package func unmet(by provider: Provider, _ model: Model) -> String? {
        if !locations.isEmpty, !(provider.location.map(locations.contains) ?? false) {
            return "location \(provider.location ?? "unknown"); the route requires \(locations.joined(separator: " or "))"
        }
        if !retentions.isEmpty, !(provider.retention.map(retentions.contains) ?? false) {
            return "retention \(provider.retention ?? "unknown"); the route requires \(retentions.joined(separator: " or "))"
        }
        if let label = labels.first(where: { !provider.labels.contains($0) && !model.labels.contains($0) }) {
            return "no label '\(label)', which the route requires"
        }
        if let feature = features.first(where: { !model.has($0) }) {
            return "no feature '\(feature)', which the route requires"
        }
        if let needed = contextWindow, let window = model.contextWindow, window < needed {
            return "context window of \(window) tokens; the route requires \(needed)"
        }
        return nil
    }
}
