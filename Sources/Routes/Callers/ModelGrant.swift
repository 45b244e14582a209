public import WaybillInterchange

/// Models that a caller may name in place of a workload.
public enum ModelGrant: Sendable, Hashable {
    /// Every model of every provider: `"*"`.
    case any
    /// Every model of a provider: `"openai/*"`.
    case provider(String)
    /// One model: `openai/gpt-5.4-mini`.
    case model(ModelName)

    /// Reads what ``description`` writes; `nil` where it is neither a model's name nor has its `*` for all of a provider's.
    public init?(_ text: String) {
        if text == "*" {
            self = .any
            return
        }
        guard let name = ModelName(text), !name.provider.utf8.contains(Self.star) else { return nil }
        guard name.id.utf8.contains(Self.star) else {
            self = .model(name)
            return
        }
        guard name.id == "*" else { return nil }
        self = .provider(name.provider)
    }

    private static let star = UInt8(ascii: "*")

    /// Whether a model is among them.
    public func covers(_ model: ModelName) -> Bool {
        switch self {
        case .any: true
        case .provider(let name): model.provider == name
        case .model(let name): model == name
        }
    }
}

extension ModelGrant: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "*"
        case .provider(let name): "\(name)/*"
        case .model(let name): name.description
        }
    }
}
