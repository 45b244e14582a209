/// A parameter that a model refused, as its provider named it.
public struct RefusedParameter: Sendable, Hashable {
    /// Its name on the wire, with what leads to it: `temperature`, `reasoning.effort`.
    public var name: String
    /// Whether the model does not know the parameter; otherwise it may be the value alone that it does not take.
    public var isUnknown: Bool

    /// Creates a refusal.
    public init(_ name: String, isUnknown: Bool) {
        self.name = name
        self.isUnknown = isUnknown
    }
}

/// What is done about a parameter that a model refused: it is left out of the request, or goes by another name.
public struct RequestRepair: Sendable, Hashable {
    /// The parameter's name on the wire, with what leads to it: `temperature`, `reasoning.effort`.
    public var parameter: String
    /// Its name in the JSON form of a request, such as `reasoning_effort`; where it has none there, that on the wire.
    public var subject: String
    /// The value that was refused; `nil`: any.
    public var refusedValue: JSONValue?
    /// The name that it goes by instead; `nil`: it is left out.
    public var replacement: String?

    /// Creates a repair.
    public init(_ parameter: String, subject: String, refusedValue: JSONValue? = nil, replacement: String? = nil) {
        self.parameter = parameter
        self.subject = subject
        self.refusedValue = refusedValue
        self.replacement = replacement
    }

    /// The repair as the report of a call shows it.
    ///
    /// - Parameter reason: Why, as ``Adjustment/reason``.
    public func adjustment(_ reason: String) -> Adjustment {
        guard let replacement else { return Adjustment(.leftOut, subject, reason) }
        return Adjustment(.translated, subject, "\(reason); it goes as '\(replacement)'")
    }
}
