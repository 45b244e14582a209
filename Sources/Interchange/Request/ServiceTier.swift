/// How soon a provider works on a request, and at which price.
///
/// What is asked for is not always what is given: an answer names the tier that it was given, and that is what it costs.
public struct ServiceTier: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// As the provider's account is set up.
    public static let auto: ServiceTier = "auto"
    /// The ordinary one.
    public static let standard: ServiceTier = "default"
    /// Cheaper and slower, and refused where there is no room.
    public static let flex: ServiceTier = "flex"
    /// Faster and dearer.
    public static let priority: ServiceTier = "priority"
    /// A newer name of ``priority``.
    public static let fast: ServiceTier = "fast"
    /// Faster still; on the Responses API alone.
    public static let ultrafast: ServiceTier = "ultrafast"
    /// What was bought by contract.
    public static let scale: ServiceTier = "scale"
    /// Requests that are handed in together and answered within a day; no single request can ask for it.
    public static let batch: ServiceTier = "batch"

    /// The tiers that can be asked for.
    public static let known: [ServiceTier] = [.auto, .standard, .flex, .priority, .fast, .ultrafast, .scale]

    /// The tiers that have prices of their own.
    public static let priced: [ServiceTier] = [.batch, .flex, .priority, .ultrafast, .scale]

    /// The tier under the one name that both of its names stand for.
    public var canonical: ServiceTier { self == .fast ? .priority : self }

    /// Whether it says that no other tier than the ordinary one is wanted, or was given; some providers call that one `standard`.
    public var isStandard: Bool { self == .standard || self == .auto || self == "standard" }
}
